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

    /// Reads what cannot be taken from `known`, or is to be read by `policy`; `inspector` looks inside where that is to be
    /// done.
    func examine(
        _ folder: PackageFolder,
        known: IndexedFolder?,
        _ policy: ReadingPolicy = .changed,
        with inspector: TarballInspector? = nil
    ) -> IndexedFolder {
        var examination = Examination(folder, known, self, policy, inspector)
        examination.readDocument()
        examination.claimNamedFiles()
        for (file, info) in examination.folder.tarballs.sorted(by: { $0.key < $1.key }) {
            examination.check(file, info)
        }
        examination.lookForMissing()
        examination.lookForStrays(touchedBefore: clock.now().nanoseconds - Self.inFlight)
        return examination.finish()
    }

    fileprivate func readDocument(_ folder: PackageFolder) throws -> (bytes: [UInt8], packument: Packument) {
        let file = try root.open(folder.location.appending("package.json"))
        let bytes = try file.readAll(limit: PackumentLimits.stored.bytes)
        return (bytes, try Packument(reading: bytes, of: folder.name))
    }

    /// The digests of a whole file, and what is in it if there is an inspector.
    fileprivate func read(
        _ path: RelativePath,
        size: Int64,
        withSHA1: Bool,
        withSHA2: Bool,
        with inspector: TarballInspector?
    ) throws -> (TarballDigests, TarballContent?) {
        guard let inspector else { return (try hash(path, withSHA1: withSHA1, withSHA2: withSHA2), nil) }
        return try inspector.inspect(root.open(path), size: size, withSHA1: withSHA1, withSHA2: withSHA2)
    }

    /// The digests of a whole file.
    func hash(_ path: RelativePath, withSHA1: Bool, withSHA2: Bool = false) throws -> TarballDigests {
        let read = try FileDigest(of: root.open(path), withSHA1: withSHA1, withSHA2: withSHA2)
        return TarballDigests(sha512: read.sha512, sha1: read.sha1, sha384: read.sha384, sha256: read.sha256)
    }
}

/// The examination of one package.
private struct Examination {
    private(set) var folder: PackageFolder
    private let examiner: PackageExaminer
    private let policy: ReadingPolicy
    private let inspector: TarballInspector?
    private let knownFiles: [String: IndexedFile]
    /// What was said of files that were moved away since.
    private let quarantined: [String: Finding]
    private let readAt: Int64
    private var packument: Packument?
    private var documentSHA512: SHA512Digest?
    /// The versions that name a file, in the order of the document; some registries give all of a package one name.
    private var versions: [TarballFileName: [PackumentVersion]] = [:]
    /// Why the version that names a tarball cannot be used.
    private var problems: [TarballFileName: String] = [:]
    private var files: [IndexedFile] = []
    private var findings: [Finding] = []

    init(
        _ folder: PackageFolder,
        _ known: IndexedFolder?,
        _ examiner: PackageExaminer,
        _ policy: ReadingPolicy,
        _ inspector: TarballInspector?
    ) {
        self.folder = folder
        self.examiner = examiner
        self.policy = policy
        self.inspector = inspector
        knownFiles = Dictionary((known?.files ?? []).map { ($0.path.lastComponent, $0) }) { first, _ in first }
        let moved = (known?.findings ?? []).filter { $0.quarantine != nil }
        quarantined = Dictionary(moved.map { ($0.path, $0) }) { first, _ in first }
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
            for version in packument.versions {
                guard let file = version.dist?.file else { continue }
                guard let problem = version.problem else {
                    versions[file, default: []].append(version)
                    continue
                }
                guard problems[file] == nil else { continue }
                problems[file] = "is of version \(PathError.printable(version.version)), which \(problem)"
            }
        } catch let error as PackumentError {
            note("package.json", error.isForeignName ? .wrongName : .badPackument, "cannot be used: \(error.reason)")
        } catch let error as SystemError where error.errno == .fileTooLarge {
            note("package.json", .unreadable, "is over \(PackumentLimits.stored.bytes >> 20) MiB")
        } catch {
            note("package.json", .unreadable, Self.unreadable(error))
        }
    }

    mutating func claimNamedFiles() { folder.claim(Set(versions.keys).union(problems.keys)) }

    mutating func check(_ file: TarballFileName, _ info: FileInfo) {
        if let oddness = info.kind.oddness { return note(file.string, info.kind.finding, oddness) }
        do {
            let (indexed, judgement) = try index(file, FileIdentity(info))
            files.append(indexed)
            for (kind, detail) in judgement.findings { note(file.string, kind, detail, version: indexed.version) }
            if indexed.state == .orphan { noteOrphan(file) }
        } catch {
            note(file.string, .unreadable, Self.unreadable(error))
        }
    }

    /// The path is said already.
    private static func unreadable(_ error: any Error) -> String {
        "cannot be read: \((error as? SystemError).map { "\($0.errno)" } ?? "\(error)")"
    }

    private func index(_ file: TarballFileName, _ identity: FileIdentity) throws -> (IndexedFile, TarballJudgement) {
        let candidates = versions[file] ?? []
        let stated = candidates.map(integrity)
        let location = try folder.location.appending(file.string)
        let read = try read(location, known: knownFiles[file.string], identity, stated)
        let fitting = zip(candidates, stated).first { $0.1?.fits(read.digests) ?? true }
        let version = fitting?.0 ?? candidates.first
        let claim = TarballJudgement.Claim(
            package: folder.name,
            version: version?.version,
            proof: fitting.map { $0.1 == nil ? .unstated : .fits } ?? .differs
        )
        let judgement = TarballJudgement(claim, size: identity.size, content: read.content)
        let isWhole = judgement.state == .whole
        let indexed = IndexedFile(
            path: try folder.name.path.appending(file.string),
            version: version?.version,
            location: location,
            identity: identity,
            hashedAt: read.at,
            sha512: read.digests.sha512,
            sha1: read.digests.sha1 ?? (isWhole ? version.flatMap { packument?.statedSHA1(of: $0) } : nil),
            state: judgement.state,
            scan: read.scan
        )
        return (indexed, judgement)
    }

    /// The digests that a version states; what states none that can be checked is taken for what it is
    /// (docs/formats/packument.md).
    private func integrity(_ version: PackumentVersion) -> Integrity? {
        version.dist.flatMap { packument?.integrity(of: $0) }
    }

    /// What is known of the bytes of a file, from the index or by reading them.
    private func read(
        _ location: RelativePath,
        known: IndexedFile?,
        _ identity: FileIdentity,
        _ stated: [Integrity?]
    ) throws -> FileReading {
        let needsSHA1 = stated.isEmpty || stated.contains { $0?.sha512.isEmpty ?? true }
        // The index keeps no other digest of the SHA-2 family: such a file is read again with its packument.
        let needsSHA2 = stated.contains { $0?.needsSHA2 ?? false }
        let unchanged = known.flatMap { $0.isOf(identity) ? $0 : nil }
        if let unchanged, !needsSHA2, !policy.isDue(unchanged), !needsSHA1 || unchanged.sha1 != nil {
            return FileReading(unchanged)
        }
        let at = examiner.clock.now().nanoseconds
        let (digests, content) = try examiner.read(
            location,
            size: identity.size,
            withSHA1: needsSHA1,
            withSHA2: needsSHA2,
            with: inspector
        )
        return FileReading(at: at, digests, content, after: unchanged, knowing: known)
    }

    private mutating func noteOrphan(_ file: TarballFileName) {
        // What is the matter with the document is said once, of the document.
        guard packument != nil else { return }
        if let problem = problems[file] { return note(file.string, .unusable, problem) }
        note(file.string, .orphan, "is named by no version")
    }

    /// Files that should be there: what was moved away because it was broken stays what it was found to be.
    mutating func lookForMissing() {
        findings += quarantined.values.filter { !isThere($0.path) }
        for attachment in packument?.attachments ?? [] {
            guard let file = try? TarballFileName(attachment.file), folder.tarballs[file] == nil,
                folder.others[file] == nil, quarantined["\(folder.name)/\(file)"] == nil
            else { continue }
            let version = versions[file]?.first?.version
            note(file.string, .missing, "is named by _attachments but is not there", version: version)
        }
    }

    private func isThere(_ path: String) -> Bool {
        path == "\(folder.name)/package.json" && folder.document != nil
            || folder.tarballs.keys.contains { "\(folder.name)/\($0)" == path }
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
            facts: packument.map { PackageFacts($0).encoded() } ?? PackageFacts.none
        )
        return IndexedFolder(package: package, files: files, findings: findings)
    }
}

extension FileKind {
    /// What it is called, where a plain file was expected.
    fileprivate var finding: NpmFinding {
        switch self {
        case .link: .link
        case .unknown: .unreadable
        case .regular, .directory, .other: .notAFile
        }
    }
}

extension PackumentError {
    fileprivate var isForeignName: Bool {
        if case .foreignName = cause { return true }
        return false
    }
}
