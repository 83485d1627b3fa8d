import Transfer

/// What can be wrong in an npm storage; the words are those of the table and of the API.
enum NpmFinding: String, CaseIterable {
    /// A tarball without a single byte.
    case empty
    /// A tarball whose digest is not the one its version states.
    case mismatch
    /// A tarball whose archive is broken: gzip or tar.
    case damaged
    /// A tarball whose bytes are not what they were, although nothing wrote to it.
    case altered
    /// A tarball that is the archive of another package or version.
    case wrongPackage = "wrong-package"
    /// A whole archive of the right version that is not the one its metadata states.
    case digestDrift = "digest-drift"
    /// A tarball that is what its metadata states, and whose package.json says something else.
    case nameDrift = "name-drift"
    /// A tarball that is what its metadata states, and was broken when it was published.
    case defective
    /// A name of ours that is a folder or a device.
    case notAFile = "not-a-file"
    /// A symbolic link where a file or folder of ours should be; none is followed.
    case link
    /// A folder that cannot be looked into.
    case closed
    /// A file that cannot be read.
    case unreadable
    /// A tarball that the package's `_attachments` names and that is not there.
    case missing
    /// A tarball whose version states no digest that it can be checked by.
    case unverifiable
    /// A tarball whose version cannot be used.
    case unusable
    /// A tarball that no version names.
    case orphan
    /// A download or write that never ended.
    case halfWritten = "half-written"
    /// A package.json that is no packument.
    case badPackument = "bad-packument"
    /// A package.json that names another package than its folder.
    case wrongName = "wrong-name"
    /// Tarballs in a folder without package.json.
    case noPackument = "no-packument"
    /// Something that does not belong into a storage.
    case stray

    /// What was found; `nil` for a word that another version wrote.
    init?(_ finding: Finding) { self.init(rawValue: finding.kind.rawValue) }

    var kind: FindingKind { FindingKind(rawValue: rawValue) }

    /// Whether a file that was whole before is broken now, so that a snapshot keeps it as held.
    var isBroken: Bool {
        switch self {
        case .empty, .mismatch, .notAFile, .link, .closed, .unreadable, .missing, .badPackument, .wrongName: true
        case .damaged, .altered, .wrongPackage, .digestDrift: true
        case .unverifiable, .unusable, .orphan, .halfWritten, .noPackument, .stray, .nameDrift, .defective: false
        }
    }

    /// Why fetching the file again is no cure, and what is, as a clause; `nil` where it is one.
    var otherCure: String? {
        switch self {
        case .empty, .mismatch, .damaged, .altered, .wrongPackage, .digestDrift, .unreadable, .missing: nil
        case .badPackument, .wrongName, .noPackument: nil
        case .notAFile, .link, .closed, .stray: "lies where no tarball can be put: move it away by hand"
        case .unverifiable, .nameDrift, .defective: "is what upstream has: nothing is to be mended here"
        case .unusable:
            "is a matter of the package's document: refresh the package, or restore package.json from a copy"
        case .orphan, .halfWritten: "belongs to no version: delete it by hand if nobody misses it"
        }
    }

    /// Whether a file can be used although its metadata says something else than it does.
    var isDrift: Bool { self == .nameDrift || self == .defective }

    /// Whether something stays at home because of it that whoever filled the storage expects to travel.
    var leavesBehind: Bool {
        switch self {
        case .empty, .mismatch, .notAFile, .link, .closed, .unreadable, .missing, .badPackument, .wrongName: true
        case .unusable, .noPackument, .damaged, .altered, .wrongPackage, .digestDrift: true
        case .nameDrift, .defective: false
        case .unverifiable, .orphan, .halfWritten, .stray: false
        }
    }
}

extension Finding {
    /// Whether it is about a file that is broken now.
    var isBroken: Bool { NpmFinding(self)?.isBroken ?? false }

    /// Whether something stays at home because of it.
    var leavesBehind: Bool { NpmFinding(self)?.leavesBehind ?? false }
}
