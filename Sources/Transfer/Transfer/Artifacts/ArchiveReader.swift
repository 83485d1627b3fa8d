import Archives
import Crypto
import Posix
import Reporting

/// What an archive says of itself, once its documents were read and agree with each other.
package struct ArchiveHead: Sendable {
    package let manifest: Manifest
    /// 32 hex digits that name this archive.
    package let archiveID: String
    /// The whole target, as the far side must hold it afterwards.
    package let target: Snapshot
    /// What was noticed but does no harm, in sentences.
    package let remarks: [String]
    /// Whose signature it bears; `nil` where it bears none.
    package let signer: Signer?
    /// The manifest as it lies in the archive: what a later minor added to it is part of what the id names.
    let manifestBytes: [UInt8]

    func remarking(_ remark: String) -> ArchiveHead {
        ArchiveHead(
            manifest: manifest,
            archiveID: archiveID,
            target: target,
            remarks: remarks + [remark],
            signer: signer,
            manifestBytes: manifestBytes
        )
    }
}

/// Reads an archive once, from start to end, and refuses whatever Packferry cannot have written.
///
/// Nothing is believed before it is checked: names against the expected order, sizes and digests against the
/// manifest, manifest and snapshot against each other, documents against the ecosystem's rules.
package final class ArchiveReader {
    static let checksumsLimit = ArchiveLimits.checksums

    private let members: any MemberReader
    private let known: [any ContentRules]
    private let policy: SignaturePolicy?
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private var opened: (head: ArchiveHead, rules: any ContentRules)?

    /// Reads from an archive or from a folder of its members; it must be for a repository of a type that `rules` are
    /// for.
    ///
    /// With a policy, what that does not admit is refused before anything of it is believed.
    package convenience init(
        _ input: ArchiveInput,
        rules: [any ContentRules],
        policy: SignaturePolicy? = nil
    ) throws {
        self.init(try input.open(), rules: rules, policy: policy)
    }

    /// The same from members, wherever they come from.
    init(_ members: any MemberReader, rules: [any ContentRules], policy: SignaturePolicy? = nil) {
        self.members = members
        known = rules
        self.policy = policy
    }

    /// Reads the documents at the front and checks that they agree.
    package func head() throws -> ArchiveHead { try open().head }

    private func open() throws -> (head: ArchiveHead, rules: any ContentRules) {
        if let opened { return opened }
        let list = try document(ArchiveLayout.checksums, limit: Int64(ArchiveLimits.checksums))
        let signer = try signer(of: list)
        let exception = try policy?.admit(signer)
        let sums = try ListedChecksums(parsing: list)
        let manifest = try listed(.manifest, in: sums)
        let described = try Manifest(parsing: manifest)
        let target = try Snapshot(parsing: listed(.snapshot, in: sums))
        for text in [ArchiveLayout.Document.readme, .script] { _ = try listed(text, in: sums) }
        let head = ArchiveHead(
            manifest: described,
            archiveID: Manifest.archiveID(of: manifest),
            target: target,
            remarks: members.remarks + [exception].compactMap(\.self),
            signer: signer,
            manifestBytes: manifest
        )
        try checkAgreement(head)
        let rules = try rules(for: described.repository.type)
        try checkLists(head, sums, rules)
        opened = (head, rules)
        return (head, rules)
    }

    /// Who signed the list: checked before anything of the archive is believed, and `nil` where nobody did.
    private func signer(of sums: [UInt8]) throws -> Signer? {
        ahead = try next(awaiting: ArchiveLayout.manifest)
        guard ahead?.name == ArchiveLayout.signature else { return nil }
        let limit = Int64(ArchiveLimits.text)
        let ssh = try document(ArchiveLayout.signature, limit: limit)
        let minisign = try document(ArchiveLayout.minisignature, limit: limit)
        let signer = Signer(try ArchiveSignature.signer(of: sums, ssh: ssh, minisign: minisign))
        return policy.map { $0.weighed(signer) } ?? signer
    }

    /// One of the documents, once its digest is the one that is listed for it.
    private func listed(_ document: ArchiveLayout.Document, in sums: ListedChecksums) throws -> [UInt8] {
        let name = document.rawValue
        let bytes = try self.document(name, limit: Int64(ArchiveLimits.limit(of: document)))
        guard let line = sums.line(of: document) else {
            throw TransferError(.refused, ArchiveLayout.checksums, "does not list \(name) where it must")
        }
        guard SHA512.hash(bytes) == line.sha512 else { throw Self.mismatch(name) }
        return bytes
    }

    /// Reads everything behind the documents.
    ///
    /// Each file is hashed and, with `staging`, written there.
    ///
    /// Returns the SHA-1 digests that the rules wanted, by path; those that `known` gives need not be computed, for
    /// files of one SHA-512 are of one SHA-1.
    @discardableResult
    func readFiles(
        into staging: Directory?,
        known: @escaping @Sendable (Entry) -> SHA1Digest? = { _ in nil },
        reporter: Reporter
    ) throws -> [RelativePath: SHA1Digest] {
        let (head, rules) = try open()
        let files = head.manifest.files.map(\.entry)
        let placed = files.prefix { rules.landing(of: $0) == .placed }
        let merged = files.dropFirst(placed.count).prefix { rules.landing(of: $0) == .merged }
        let digests = try stream(placed, rules, into: staging, known: known, reporter: reporter)
        let listed = CarriedFiles(head, rules: rules, sha1: digests)
        for entry in merged {
            let bytes = try readDocument(entry, reporter)
            try rules.checkDocument(bytes, of: entry, files: listed)
            if let staging { try MemberCrew.place(entry.path, bytes, in: staging) }
            reporter.advance(by: entry.size)
        }
        try stream(files[merged.endIndex...], rules, into: staging, known: known, reporter: reporter)
        if let more = try next() { throw TransferError(.refused, more.name, "is in the archive but not listed") }
        return digests
    }

    @discardableResult
    private func stream(
        _ entries: ArraySlice<Entry>,
        _ rules: any ContentRules,
        into staging: Directory?,
        known: @escaping @Sendable (Entry) -> SHA1Digest?,
        reporter: Reporter
    ) throws -> [RelativePath: SHA1Digest] {
        guard !entries.isEmpty else { return [:] }
        let crew = MemberCrew(staging: staging, rules: rules, known: known, reporter: reporter)
        return try crew.working {
            for entry in entries { try stream(entry, to: crew, reporter: reporter) }
        }
    }

    private func stream(_ entry: Entry, to crew: MemberCrew, reporter: Reporter) throws {
        try reporter.checkCancellation()
        try expect(ArchiveLayout.member(entry), size: entry.size)
        var left = entry.size
        var chunks = 0
        repeat {
            let count = try read()
            left -= Int64(count)
            guard left >= 0, count > 0 || left == 0 else { throw Self.mismatch(entry.path.string) }
            try crew.put(entry, chunk: Array(buffer[..<count]), first: chunks == 0, last: left == 0)
            chunks += 1
        } while left > 0
        guard try read() == 0 else { throw Self.mismatch(entry.path.string) }
    }

    private func readDocument(_ entry: Entry, _ reporter: Reporter) throws -> [UInt8] {
        try reporter.checkCancellation()
        let bytes = try document(ArchiveLayout.member(entry), limit: Int64(ArchiveLimits.merged), size: entry.size)
        guard SHA512.hash(bytes) == entry.sha512 else { throw Self.mismatch(entry.path.string) }
        return bytes
    }

    private func expect(_ name: String, size: Int64?) throws {
        guard let member = try next(awaiting: name) else {
            throw TransferError(.refused, name, "is listed but not in the archive")
        }
        guard member.name == name else {
            throw TransferError(.refused, member.name, "stands where \(name) must")
        }
        guard size == nil || member.size == size else {
            throw TransferError(.refused, name, "is \(member.size) bytes long instead of \(size ?? 0)")
        }
        current = member
    }

    private var current: Member?
    /// A member that was looked at before it was wanted.
    private var ahead: Member?

    private func next(awaiting name: String? = nil) throws -> Member? {
        if let member = ahead {
            ahead = nil
            return member
        }
        return try Self.naming(name ?? current?.name) { try members.next() }
    }

    private func read() throws -> Int { try Self.naming(current?.name) { try members.read(into: &buffer) } }

    /// Says of damage to the stream as a whole at which member it came to light.
    private static func naming<T>(_ member: String?, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as ArchiveError where error.entry == nil {
            guard let member else { throw error }
            throw TransferError(.refused, member, "cannot be read: the archive \(error.cause)", hint: error.hint)
        }
    }

    private func document(_ name: String, limit: Int64, size: Int64? = nil) throws -> [UInt8] {
        try expect(name, size: size)
        guard let member = current, member.size <= limit else {
            throw ArchiveLimits.excess(name, Int(limit))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(member.size))
        while true {
            let count = try read()
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else { throw ArchiveLimits.excess(name, Int(limit)) }
        }
        guard Int64(bytes.count) == member.size else { throw Self.mismatch(name) }
        return bytes
    }

    private func checkAgreement(_ head: ArchiveHead) throws {
        let (manifest, target) = (head.manifest, head.target)
        guard manifest.repository == target.repository, manifest.target == target.id,
            manifest.stateDigest == target.stateDigest, manifest.platforms == target.platforms
        else { throw TransferError(.refused, ArchiveLayout.manifest, "does not belong to the snapshot beside it") }
    }

    private func rules(for type: String) throws -> any ContentRules {
        if let found = known.first(where: { $0.type == type }) { return found }
        let types = known.map(\.type).joined(separator: " or ")
        throw TransferError(.refused, "archive", "is for a repository of type \(type), this one is \(types)")
    }

    private func checkLists(_ head: ArchiveHead, _ sums: ListedChecksums, _ rules: any ContentRules) throws {
        guard rules.areInMemberOrder(head.manifest.files) else {
            throw TransferError(.malformed, ArchiveLayout.manifest, "files is not in member order")
        }
        guard sums.lists(head.manifest.files) else {
            throw TransferError(.refused, ArchiveLayout.checksums, "does not list exactly the files of the manifest")
        }
        for entry in head.target.entries { try check(entry, rules) }
        try checkTarget(head)
        if rules.mergesDocuments { try checkDocuments(head, rules) }
    }

    /// Refuses a manifest that contradicts the snapshot it leads to.
    private func checkTarget(_ head: ArchiveHead) throws {
        for file in head.manifest.files where head.target.entry(at: file.entry.path) != file.entry {
            throw TransferError(.refused, file.entry.path.string, "is carried but not in the target snapshot")
        }
        for delete in head.manifest.deletes where head.target.entry(at: delete.path) != nil {
            throw TransferError(.refused, delete.path.string, "is to be deleted but is in the target snapshot")
        }
        guard head.manifest.scope == .delta || head.manifest.files.count == head.target.whole.count else {
            throw TransferError(
                .refused,
                ArchiveLayout.manifest,
                "says it is \(head.manifest.scope.rawValue) but carries only a part of its target"
            )
        }
    }

    /// Whenever a file travels, the documents of its package travel.
    private func checkDocuments(_ head: ArchiveHead, _ rules: any ContentRules) throws {
        let carried = head.manifest.files.map(\.entry)
        let packages = Set(carried.filter { rules.landing(of: $0) == .placed }.map(\.package))
        let documents = carried.filter { rules.landing(of: $0) == .merged }
        if let alone = packages.subtracting(documents.map(\.package)).min() {
            throw TransferError(.refused, alone, "is a package whose files are carried without their document")
        }
        let paths = Set(documents.map(\.path))
        let left = head.target.entries.first {
            rules.landing(of: $0) == .merged && !$0.held && packages.contains($0.package) && !paths.contains($0.path)
        }
        guard let left else { return }
        throw TransferError(.refused, left.path.string, "is not carried although files of its package are")
    }

    private func check(_ entry: Entry, _ rules: any ContentRules) throws {
        guard rules.landing(of: entry.kind) != nil else {
            throw TransferError(.refused, entry.path.string, "is of the unknown kind \(entry.kind)")
        }
        try rules.checkEntry(entry)
    }

    static func mismatch(_ name: String) -> TransferError {
        TransferError(
            .refused,
            name,
            "does not have the size and SHA-512 that the archive lists",
            hint: "Carry the archive again"
        )
    }
}
