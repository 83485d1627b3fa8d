import Archives
import Crypto
import Posix
import Reporting
import Spooling

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
    let manifestBytes: SpooledBytes

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
        let list = try signedList()
        let signer = try signer(of: list.message())
        let exception = try policy?.admit(signer)
        let sums = try ListedChecksums(list.parts)
        var manifestBytes = SpooledBytes()
        var digest = SHA512()
        let described = try listed(.manifest, in: sums) { next in
            try Manifest {
                guard let piece = try next() else { return nil }
                digest.update(piece)
                try manifestBytes.append(piece)
                return piece
            }
        }
        let target = try listed(.snapshot, in: sums) { try Snapshot(reading: $0) }
        for text in [ArchiveLayout.Document.readme, .script] {
            try listed(text, in: sums) { next in while try next() != nil {} }
        }
        let head = ArchiveHead(
            manifest: described,
            archiveID: Manifest.archiveID(of: digest.finalize()),
            target: target,
            remarks: members.remarks + [exception].compactMap(\.self),
            signer: signer,
            manifestBytes: manifestBytes
        )
        let rules = try rules(for: described.repository.type)
        try HeadAgreement(head, rules).check(sums)
        opened = (head, rules)
        return (head, rules)
    }

    private func signedList() throws -> SignedList {
        var list = SignedList()
        let next = try document(ArchiveLayout.checksums, limit: Int64(ArchiveLimits.checksums))
        while let piece = try next() { try list.update(piece) }
        return list
    }

    /// Who signed the list: checked before anything of the archive is believed, and `nil` where nobody did.
    private func signer(of sums: SignedMessage) throws -> Signer? {
        ahead = try next(awaiting: ArchiveLayout.manifest)
        guard ahead?.name == ArchiveLayout.signature else { return nil }
        let limit = Int64(ArchiveLimits.text)
        let ssh = try bytes(of: ArchiveLayout.signature, limit: limit)
        let minisign = try bytes(of: ArchiveLayout.minisignature, limit: limit)
        let signer = Signer(try ArchiveSignature.signer(of: sums, ssh: ssh, minisign: minisign))
        return policy.map { $0.weighed(signer) } ?? signer
    }

    /// Has one of the documents read piece by piece; it counts once its digest is the one that is listed for it.
    private func listed<T>(
        _ document: ArchiveLayout.Document,
        in sums: ListedChecksums,
        _ read: (@escaping () throws -> [UInt8]?) throws -> T
    ) throws -> T {
        let name = document.rawValue
        let next = try self.document(name, limit: Int64(ArchiveLimits.limit(of: document)))
        guard let line = sums.line(of: document) else {
            throw TransferError(.refused, ArchiveLayout.checksums, "does not list \(name) where it must")
        }
        var hash = SHA512()
        func hashed() throws -> [UInt8]? {
            let piece = try next()
            if let piece { hash.update(piece) }
            return piece
        }
        let result = Result { try read(hashed) }
        // What was altered on the way says nothing, whatever is wrong in it.
        while try hashed() != nil {}
        guard hash.finalize() == line.sha512 else { throw Self.mismatch(name) }
        return try result.get()
    }

    /// Reads everything behind the documents.
    ///
    /// Each file and document is hashed and, with `staging`, written there.
    ///
    /// Documents are checked with the SHA-1 of the files that the rules want it of; those that `known` gives need not be
    /// computed, for files of one SHA-512 are of one SHA-1.
    func readFiles(
        into staging: StagedMembers?,
        known: @escaping @Sendable (Entry) -> SHA1Digest? = { _ in nil },
        reporter: Reporter
    ) throws {
        let (head, rules) = try open()
        let files = head.manifest.files
        let placed = rules.range(of: .placed, in: files)
        let merged = rules.range(of: .merged, in: files)
        let digests = SHA1Table(count: placed.count)
        try stream(placed, of: files) {
            MemberCrew(staging: staging, rules: rules, known: known, digests: digests, reporter: reporter)
        }
        let listed = CarriedFiles(head, rules: rules, sha1: digests)
        for entry in files.elements(at: merged).lazy.map(\.entry) {
            let bytes = try readDocument(entry, reporter)
            try rules.checkDocument(bytes, of: entry, files: listed)
            try staging?.append(bytes)
            reporter.advance(by: entry.size)
        }
        try stream(merged.upperBound..<files.count, of: files) {
            MemberCrew(staging: staging, rules: rules, known: known, digests: nil, reporter: reporter)
        }
        if let more = try next() { throw TransferError(.refused, more.name, "is in the archive but not listed") }
    }

    private func stream(
        _ range: Range<Int>,
        of files: SpooledList<Manifest.File>,
        to makeCrew: () -> MemberCrew
    ) throws {
        guard !range.isEmpty else { return }
        let crew = makeCrew()
        try crew.working {
            var position = range.lowerBound
            for file in files.elements(at: range) {
                try stream(MemberCrew.File(entry: file.entry, position: position), to: crew)
                position += 1
            }
        }
    }

    private func stream(_ file: MemberCrew.File, to crew: MemberCrew) throws {
        let entry = file.entry
        try crew.reporter.checkCancellation()
        try expect(ArchiveLayout.member(entry), size: entry.size)
        var left = entry.size
        var chunks = 0
        repeat {
            let count = try read()
            left -= Int64(count)
            guard left >= 0, count > 0 || left == 0 else { throw Self.mismatch(entry.path.string) }
            try crew.put(file, chunk: Array(buffer[..<count]), first: chunks == 0, last: left == 0)
            chunks += 1
        } while left > 0
        guard try read() == 0 else { throw Self.mismatch(entry.path.string) }
    }

    private func readDocument(_ entry: Entry, _ reporter: Reporter) throws -> [UInt8] {
        try reporter.checkCancellation()
        let name = ArchiveLayout.member(entry)
        let bytes = try bytes(of: name, limit: Int64(ArchiveLimits.merged), size: entry.size)
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

    /// A document that is read whole.
    private func bytes(of name: String, limit: Int64, size: Int64? = nil) throws -> [UInt8] {
        let next = try document(name, limit: limit, size: size)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(current?.size ?? 0))
        while let piece = try next() { bytes += piece }
        return bytes
    }

    /// Goes to a document, and gives what gives its pieces until there is `nil`.
    private func document(_ name: String, limit: Int64, size: Int64? = nil) throws -> () throws -> [UInt8]? {
        try expect(name, size: size)
        guard let member = current, member.size <= limit else { throw ArchiveLimits.excess(name, Int(limit)) }
        var passed: Int64 = 0
        return {
            let count = try self.read()
            passed += Int64(count)
            guard passed <= limit else { throw ArchiveLimits.excess(name, Int(limit)) }
            guard count == 0 else { return Array(self.buffer[..<count]) }
            guard passed == member.size else { throw Self.mismatch(name) }
            return nil
        }
    }

    private func rules(for type: String) throws -> any ContentRules {
        if let found = known.first(where: { $0.type == type }) { return found }
        let types = known.map(\.type).joined(separator: " or ")
        throw TransferError(.refused, "archive", "is for a repository of type \(type), this one is \(types)")
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
