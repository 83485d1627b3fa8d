import Crypto
import JSON
import Posix
import Time
import Transfer
import Trees

/// Reads one package of a storage: its document, its tarballs, and what is wrong with them.
struct PackageExaminer: Sendable {
    /// Unfinished files younger than this may still be written to: nanoseconds.
    private static let inFlight: Int64 = 3600 * 1_000_000_000

    let root: Directory
    let repository: String
    let clock: WallClock

    /// Reads what cannot be taken from `known`.
    func examine(_ folder: PackageFolder, known: IndexedFolder?) -> IndexedFolder {
        var examination = Examination(folder: folder, known: known, examiner: self)
        examination.readDocument()
        for (file, info) in folder.tarballs.sorted(by: { $0.key < $1.key }) { examination.check(file, info) }
        examination.lookForMissing()
        examination.lookForStrays(touchedBefore: clock.now().nanoseconds - Self.inFlight)
        return examination.finish()
    }

    fileprivate func readDocument(_ folder: PackageFolder) throws -> (bytes: [UInt8], packument: Packument) {
        let file = try root.open(folder.location.appending("package.json"))
        let bytes = try file.readAll(limit: PackumentLimits.json.bytes)
        return (bytes, try Packument(scanning: bytes, expecting: folder.name, limits: PackumentLimits.json))
    }

    /// The digests of a whole file.
    func hash(_ path: RelativePath, withSHA1: Bool) throws -> TarballDigests {
        let read = try FileDigest(of: root.open(path), withSHA1: withSHA1)
        return TarballDigests(sha512: read.sha512, sha1: read.sha1)
    }
}

/// The examination of one package.
private struct Examination {
    private let folder: PackageFolder
    private let examiner: PackageExaminer
    private let knownFiles: [String: IndexedFile]
    private let readAt: Int64
    private var packument: Packument?
    private var documentSHA512: SHA512Digest?
    private var versions: [TarballFileName: PackumentVersion] = [:]
    /// Why the version that names a tarball cannot be used.
    private var problems: [TarballFileName: String] = [:]
    private var files: [IndexedFile] = []
    private var findings: [Finding] = []

    init(folder: PackageFolder, known: IndexedFolder?, examiner: PackageExaminer) {
        self.folder = folder
        self.examiner = examiner
        knownFiles = Dictionary((known?.files ?? []).map { ($0.path.lastComponent, $0) }) { first, _ in first }
        readAt = examiner.clock.now().nanoseconds
    }

    mutating func readDocument() {
        guard let info = folder.document else {
            return note("", .noPackument, "holds tarballs but no package.json")
        }
        if let oddness = info.kind.oddness { return note("package.json", info.kind.finding, oddness) }
        do {
            let (bytes, packument) = try examiner.readDocument(folder)
            self.packument = packument
            documentSHA512 = SHA512.hash(bytes)
            for version in packument.versions.reversed() {
                guard let file = version.dist?.file else { continue }
                guard let problem = version.problem else {
                    versions[file] = version
                    continue
                }
                problems[file] = "is of version \(PathError.printable(version.version)), which \(problem)"
            }
        } catch let error as PackumentError {
            note("package.json", error.isForeignName ? .wrongName : .badPackument, error.description)
        } catch {
            note("package.json", .unreadable, Self.unreadable(error))
        }
    }

    mutating func check(_ file: TarballFileName, _ info: FileInfo) {
        if let oddness = info.kind.oddness { return note(file.string, info.kind.finding, oddness) }
        do {
            let indexed = try index(file, FileIdentity(info))
            files.append(indexed)
            judge(indexed, file)
        } catch {
            note(file.string, .unreadable, Self.unreadable(error))
        }
    }

    /// The path is said already.
    private static func unreadable(_ error: any Error) -> String {
        "cannot be read: \((error as? SystemError).map { "\($0.errno)" } ?? "\(error)")"
    }

    private func index(_ file: TarballFileName, _ identity: FileIdentity) throws -> IndexedFile {
        let version = versions[file]
        let integrity = version.flatMap { version in version.dist.flatMap { packument?.integrity(of: $0) } }
        let needsSHA1 = integrity.map(\.sha512.isEmpty) ?? true
        let hashedAt = examiner.clock.now().nanoseconds
        let location = try folder.location.appending(file.string)
        let known = reusable(file, identity, needsSHA1: needsSHA1)
        let digests =
            try known.map { TarballDigests(sha512: $0.sha512, sha1: $0.sha1) }
            ?? examiner.hash(location, withSHA1: needsSHA1)
        let state = state(digests, integrity, isListed: version != nil, size: identity.size)
        return IndexedFile(
            path: try folder.name.path.appending(file.string),
            version: version?.version,
            location: location,
            identity: identity,
            hashedAt: known?.hashedAt ?? hashedAt,
            sha512: digests.sha512,
            sha1: digests.sha1 ?? (state == .whole ? version.flatMap { packument?.statedSHA1(of: $0) } : nil),
            state: state
        )
    }

    private func reusable(_ file: TarballFileName, _ identity: FileIdentity, needsSHA1: Bool) -> IndexedFile? {
        guard let known = knownFiles[file.string], known.identity == identity,
            identity.isSettled(at: known.hashedAt), !needsSHA1 || known.sha1 != nil
        else { return nil }
        return known
    }

    private func state(
        _ digests: TarballDigests,
        _ integrity: Integrity?,
        isListed: Bool,
        size: Int64
    ) -> FileState {
        if size == 0 { return .broken }
        guard isListed else { return .orphan }
        // A version that states no digest cannot be checked; it is not offered either (docs/formats/packument.md).
        guard let integrity else { return .orphan }
        return integrity.fits(digests) ? .whole : .broken
    }

    private mutating func judge(_ indexed: IndexedFile, _ file: TarballFileName) {
        switch indexed.state {
        case .whole: break
        // What is the matter with the document is said once, of the document.
        case .orphan where packument == nil: break
        case .orphan where indexed.version == nil && problems[file] != nil:
            note(file.string, .unusable, problems[file] ?? "")
        case .orphan: note(file.string, .orphan, "is named by no version that states a digest")
        case .broken where indexed.identity.size == 0:
            note(file.string, .empty, "has no bytes", version: indexed.version)
        case .broken:
            let detail = "does not have the digest that version \(indexed.version ?? "") states"
            note(file.string, .mismatch, detail, version: indexed.version)
        }
    }

    mutating func lookForMissing() {
        for attachment in packument?.attachments ?? [] {
            guard let file = try? TarballFileName(attachment.file), folder.tarballs[file] == nil else { continue }
            let version = versions[file]?.version
            note(file.string, .missing, "is named by _attachments but is not there", version: version)
        }
    }

    mutating func lookForStrays(touchedBefore time: Int64) {
        for (name, touched) in folder.unfinished where touched < time {
            note(name, .halfWritten, "was begun and never finished")
        }
        for stray in folder.strays { note(stray.name, .stray, stray.kind.oddness ?? "is no file of a package") }
    }

    private mutating func note(_ file: String, _ finding: NpmFinding, _ detail: String, version: String? = nil) {
        findings.append(
            Finding(
                finding.kind,
                at: file.isEmpty ? folder.name.string : "\(folder.name)/\(file)",
                package: folder.name.string,
                version: version,
                detail: detail,
                in: examiner.repository,
                seen: Moment(nanoseconds: readAt)
            )
        )
    }

    func finish() -> IndexedFolder {
        let package = IndexedPackage(
            name: folder.name,
            location: folder.location,
            identity: folder.document.map(FileIdentity.init),
            readAt: readAt,
            sha512: documentSHA512,
            listed: packument?.versions.count ?? 0,
            facts: packument.map { PackageFacts($0).encoded() } ?? []
        )
        return IndexedFolder(package: package, files: files, findings: findings)
    }
}

extension FileKind {
    /// What it is called, where a plain file was expected.
    fileprivate var finding: NpmFinding { self == .link ? .link : .notAFile }
}

extension PackumentError {
    fileprivate var isForeignName: Bool {
        if case .foreignName = cause { return true }
        return false
    }
}
