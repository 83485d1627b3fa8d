import Crypto
import Posix
import Reporting

/// Hashes the files of an archive on two threads while it is being unpacked on a third, and writes them to a
/// staging folder if there is one.
final class MemberCrew {
    /// A file, and where it stands in the manifest.
    struct File: Sendable {
        let entry: Entry
        let position: Int
    }

    /// A piece of one file.
    ///
    /// The pieces of a file go to one worker, in order.
    private struct Piece: Sendable {
        let file: File
        let chunk: [UInt8]
        let first: Bool
        let last: Bool
    }

    let reporter: Reporter
    private let workers: [Stage<Piece, Void>]
    private let staging: Directory?
    /// Where the last file lies: those of one folder come one behind another.
    private var madeFolder: RelativePath?
    private var next = 0

    init(
        staging: Directory?,
        rules: any ContentRules,
        known: @escaping @Sendable (Entry) -> SHA1Digest?,
        digests: SHA1Table?,
        reporter: Reporter
    ) {
        self.staging = staging
        self.reporter = reporter
        workers = (0..<2).map { index in
            Stage("members-\(index)", capacity: 16) { next in
                var file = MemberFile(staging: staging, rules: rules, known: known, digests: digests)
                while let piece = next() {
                    try file.take(piece.file, piece.chunk, first: piece.first, last: piece.last)
                    reporter.advance(by: Int64(piece.chunk.count))
                }
            }
        }
    }

    /// Hands one piece of a file over.
    func put(_ file: File, chunk: [UInt8], first: Bool, last: Bool) throws {
        if first {
            next = (next + 1) % workers.count
            try makeFolder(of: file.entry.path)
        }
        try workers[next].put(Piece(file: file, chunk: chunk, first: first, last: last))
    }

    /// Runs `body`, which puts pieces, and waits until every file is hashed and written; throws the first mismatch.
    ///
    /// However it ends, nobody writes into the staging folder afterwards.
    func working(_ body: () throws -> Void) throws {
        let put = Result { try body() }
        let results = workers.map { worker in Result { try worker.finish() } }
        for result in results { try result.get() }
        try put.get()
    }

    private func makeFolder(of path: RelativePath) throws {
        guard let staging, let parent = path.parent, parent != madeFolder else { return }
        try staging.makeDirectories(parent)
        madeFolder = parent
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
    let digests: SHA1Table?
    private var sha512 = SHA512()
    private var sha1: SHA1?
    private var output: OpenFile?

    init(
        staging: Directory?,
        rules: any ContentRules,
        known: @escaping @Sendable (Entry) -> SHA1Digest?,
        digests: SHA1Table?
    ) {
        self.digests = digests
        self.staging = staging
        self.rules = rules
        self.known = known
    }

    mutating func take(_ file: MemberCrew.File, _ chunk: [UInt8], first: Bool, last: Bool) throws {
        if first { try begin(file) }
        sha512.update(chunk)
        sha1?.update(chunk)
        try output?.descriptor.write(chunk)
        if last { try end(file) }
    }

    private mutating func begin(_ file: MemberCrew.File) throws {
        let entry = file.entry
        sha512 = SHA512()
        sha1 = nil
        if let digests {
            let digest = known(entry)
            digests[file.position] = digest
            if digest == nil, rules.wantsSHA1(entry) { sha1 = SHA1() }
        }
        output = try staging.map { OpenFile(try $0.create(entry.path)) }
    }

    private mutating func end(_ file: MemberCrew.File) throws {
        guard sha512.finalize() == file.entry.sha512 else {
            throw ArchiveReader.mismatch(file.entry.path.string)
        }
        if let digest = sha1?.finalize() { digests?[file.position] = digest }
        output = nil
    }
}
