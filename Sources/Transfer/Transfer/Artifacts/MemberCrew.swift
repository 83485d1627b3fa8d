import Crypto
import Posix
import Reporting

/// Hashes the files of an archive on two threads while it is being unpacked on a third, and writes them to a
/// staging folder if there is one.
final class MemberCrew {
    /// A piece of one file.
    ///
    /// The pieces of a file go to one worker, in order.
    private struct Piece: Sendable {
        let entry: Entry
        let chunk: [UInt8]
        let first: Bool
        let last: Bool
    }

    private let workers: [Stage<Piece, [RelativePath: SHA1Digest]>]
    private let staging: Directory?
    private var madeFolders: Set<String> = []
    private var next = 0

    init(
        staging: Directory?,
        rules: any ContentRules,
        known: @escaping @Sendable (Entry) -> SHA1Digest? = { _ in nil },
        reporter: Reporter
    ) {
        self.staging = staging
        workers = (0..<2).map { index in
            Stage("members-\(index)", capacity: 16) { next in
                var file = MemberFile(staging: staging, rules: rules, known: known)
                while let piece = next() {
                    try file.take(piece.entry, piece.chunk, first: piece.first, last: piece.last)
                    reporter.advance(by: Int64(piece.chunk.count))
                }
                return file.digests
            }
        }
    }

    /// Hands one piece of a file over.
    func put(_ entry: Entry, chunk: [UInt8], first: Bool, last: Bool) throws {
        if first {
            next = (next + 1) % workers.count
            try makeFolder(of: entry.path)
        }
        try workers[next].put(Piece(entry: entry, chunk: chunk, first: first, last: last))
    }

    /// Runs `body`, which puts pieces, and waits until every file is hashed and written; throws the first mismatch.
    ///
    /// However it ends, nobody writes into the staging folder afterwards.
    func working(_ body: () throws -> Void) throws -> [RelativePath: SHA1Digest] {
        let put = Result { try body() }
        let results = workers.map { worker in Result { try worker.finish() } }
        var digests: [RelativePath: SHA1Digest] = [:]
        for result in results { digests.merge(try result.get()) { first, _ in first } }
        try put.get()
        return digests
    }

    private func makeFolder(of path: RelativePath) throws {
        guard let staging, let parent = path.parent, madeFolders.insert(parent.string).inserted else { return }
        try staging.makeDirectories(parent)
    }

    /// Writes a whole small file into the staging folder.
    static func place(_ path: RelativePath, _ bytes: [UInt8], in staging: Directory) throws {
        if let parent = path.parent { try staging.makeDirectories(parent) }
        let file = try staging.create(path)
        try file.write(bytes)
        try file.close()
    }
}

/// The file a worker is at.
private struct MemberFile {
    let staging: Directory?
    let rules: any ContentRules
    let known: @Sendable (Entry) -> SHA1Digest?
    private(set) var digests: [RelativePath: SHA1Digest] = [:]
    private var sha512 = SHA512()
    private var sha1: SHA1?
    private var output: OpenFile?

    init(staging: Directory?, rules: any ContentRules, known: @escaping @Sendable (Entry) -> SHA1Digest?) {
        self.staging = staging
        self.rules = rules
        self.known = known
    }

    mutating func take(_ entry: Entry, _ chunk: [UInt8], first: Bool, last: Bool) throws {
        if first { try begin(entry) }
        sha512.update(chunk)
        sha1?.update(chunk)
        try output?.descriptor.write(chunk)
        if last { try end(entry) }
    }

    private mutating func begin(_ entry: Entry) throws {
        sha512 = SHA512()
        digests[entry.path] = known(entry)
        sha1 = digests[entry.path] == nil && rules.wantsSHA1(entry) ? SHA1() : nil
        output = try staging.map { OpenFile(try $0.create(entry.path)) }
    }

    private mutating func end(_ entry: Entry) throws {
        guard sha512.finalize() == entry.sha512 else { throw ArchiveReader.mismatch(entry.path.string) }
        if let digest = sha1?.finalize() { digests[entry.path] = digest }
        output = nil
    }
}
