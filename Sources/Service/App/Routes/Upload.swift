import API
import Crypto
import HTTPServer
import Posix
import Transfer

/// An archive on its way in: `<storage>/.packferry/uploads/<random>.tar.zst` until it is staged.
struct Upload: Sendable {
    private static let folder = "uploads"
    /// What must stay free beside the archive.
    static let reserve: Int64 = 64 << 20
    private static let pieceBytes = 1 << 20

    private let directory: Directory
    private let name: RelativePath
    private let file: OpenFile
    private let pool: BlockingPool

    /// Makes the file; throws 507 when what was announced cannot fit beside what staging takes.
    init(to repository: Repository, announced: Int64?, pool: BlockingPool) async throws {
        self.pool = pool
        name = try RelativePath("\(Self.folder)/\(Randomness.hex(16)).tar.zst")
        (directory, file) = try await pool.run { [name] in
            let directory = try repository.open().folder().directory
            try Self.requireSpace(for: announced ?? 0, in: directory)
            try directory.makeDirectories(RelativePath(Self.folder), mode: 0o700)
            return (directory, OpenFile(try directory.create(name, mode: 0o600)))
        }
    }

    var path: AbsolutePath { directory.path.appending(name) }

    /// Writes the whole body, a megabyte at a time.
    func take(_ body: RequestBody) async throws {
        var piece: [UInt8] = []
        for try await bytes in body {
            piece.append(contentsOf: bytes)
            guard piece.count >= Self.pieceBytes else { continue }
            try await write(piece)
            piece.removeAll(keepingCapacity: true)
        }
        try await write(piece)
    }

    func remove() async throws { try await pool.run { [directory, name] in try directory.unlink(name) } }

    /// The same error without the name of the file, which whoever sent it never gave.
    func unnamed(_ error: any Error) -> any Error {
        guard let error = error as? TransferError, error.subject.hasPrefix(path.string) else { return error }
        let subject = "The upload\(error.subject.dropFirst(path.string.count))"
        return TransferError(error.code, subject, error.cause, hint: error.hint, details: error.details)
    }

    /// Where an import came from, as it is shown: what was sent had no place of its own.
    static func shown(origin: String) -> String {
        origin.contains("/\(RepositoryFolder.name)/\(folder)/") ? "upload" : origin
    }

    /// Removes what a service that was killed had taken in.
    static func removeAll(of repository: Repository) throws {
        let opened = try repository.open()
        let path = try RelativePath("\(RepositoryFolder.name)/\(folder)")
        if try opened.root.info(path) != nil { try opened.root.removeAll(path) }
    }

    private func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try await pool.run { [file, directory] in
            try Self.requireSpace(for: Int64(bytes.count), in: directory)
            try file.descriptor.write(bytes)
        }
    }

    private static func requireSpace(for bytes: Int64, in directory: Directory) throws {
        let free = try directory.space().availableBytes
        guard bytes.addingReportingOverflow(reserve).partialValue <= free, bytes < .max - reserve else {
            throw Problem.Answer(
                .noSpace,
                "\(directory.path.parent) has room for \(free >> 20) MiB, and \(bytes >> 20) MiB were announced.",
                hint: "Free some space and try again; nothing was changed."
            )
        }
    }
}
