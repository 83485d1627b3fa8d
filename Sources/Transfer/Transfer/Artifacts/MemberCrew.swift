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
        /// Where the file is to be written; `nil` where it is not.
        let place: RelativePath?
        let chunk: [UInt8]
        let first: Bool
        let last: Bool
    }

    let reporter: Reporter
    private let workers: [Stage<Piece, Void>]
    private let flush: StagingFlush?
    private let staging: StagedMembers?
    private var madeFolders: Set<RelativePath> = []
    /// Where the file is written that pieces are put of.
    private var place: RelativePath?
    private var next = 0

    init(
        staging: StagedMembers?,
        rules: any ContentRules,
        known: @escaping @Sendable (Entry) -> SHA1Digest?,
        digests: SHA1Table?,
        reporter: Reporter
    ) {
        self.staging = staging
        self.reporter = reporter
        flush = staging.map { StagingFlush($0) }
        workers = (0..<2).map { index in
            Stage("members-\(index)", capacity: 16) { next in
                var file = MemberFile(staging: staging, rules: rules, known: known, digests: digests)
                while let piece = next() {
                    try file.take(piece.file, at: piece.place, piece.chunk, first: piece.first, last: piece.last)
                    reporter.advance(by: Int64(piece.chunk.count))
                }
            }
        }
    }

    /// Hands one piece of a file over.
    func put(_ file: File, chunk: [UInt8], first: Bool, last: Bool) throws {
        if first {
            next = (next + 1) % workers.count
            place = try staging.map { try makePlace(for: file.entry, in: $0) }
        }
        try workers[next].put(Piece(file: file, place: place, chunk: chunk, first: first, last: last))
        try flush?.passed(chunk.count)
    }

    /// Runs `body`, which puts pieces, and waits until every file is hashed and written; throws the first mismatch.
    ///
    /// However it ends, nobody writes into the staging folder afterwards.
    func working(_ body: () throws -> Void) throws {
        let put = Result { try body() }
        let results = workers.map { worker in Result { try worker.finish() } }
        let flushed = Result { try flush?.wait() }
        for result in results { try result.get() }
        try put.get()
        try flushed.get()
    }

    private func makePlace(for entry: Entry, in staging: StagedMembers) throws -> RelativePath {
        let place = try entry.path.flat
        if let folder = place.parent, madeFolders.insert(folder).inserted { try staging.makeFolder(folder) }
        return place
    }
}

/// The file a worker is at.
private struct MemberFile {
    let staging: StagedMembers?
    let rules: any ContentRules
    let known: @Sendable (Entry) -> SHA1Digest?
    let digests: SHA1Table?
    private var sha512 = SHA512()
    private var sha1: SHA1?
    private var output: OpenFile?

    init(
        staging: StagedMembers?,
        rules: any ContentRules,
        known: @escaping @Sendable (Entry) -> SHA1Digest?,
        digests: SHA1Table?
    ) {
        self.digests = digests
        self.staging = staging
        self.rules = rules
        self.known = known
    }

    mutating func take(
        _ file: MemberCrew.File,
        at place: RelativePath?,
        _ chunk: [UInt8],
        first: Bool,
        last: Bool
    ) throws {
        if first { try begin(file, at: place) }
        sha512.update(chunk)
        sha1?.update(chunk)
        try output?.descriptor.write(chunk)
        if last { try end(file) }
    }

    private mutating func begin(_ file: MemberCrew.File, at place: RelativePath?) throws {
        let entry = file.entry
        sha512 = SHA512()
        sha1 = nil
        if let digests {
            let digest = known(entry)
            digests[file.position] = digest
            if digest == nil, rules.wantsSHA1(entry) { sha1 = SHA1() }
        }
        output = try place.flatMap { try staging?.create(at: $0) }
    }

    private mutating func end(_ file: MemberCrew.File) throws {
        guard sha512.finalize() == file.entry.sha512 else {
            throw ArchiveReader.mismatch(file.entry.path.string)
        }
        if let digest = sha1?.finalize() { digests?[file.position] = digest }
        output = nil
    }
}
