import API
import Crypto
import HTTPClient
import HTTPMessages
import Logging
import Posix
import Reporting
import Transfer

/// Fetches the archive of an artifact into a folder; one that broke off goes on where it stopped.
struct ArtifactDownload: Sendable {
    /// How often it goes on after it broke off.
    private static let attempts = 5

    let transport: HTTPTransport
    let artifact: Artifact
    let folder: Directory
    let pool: BlockingPool
    let reporter: Reporter

    /// The name of the file in the folder.
    var name: String { ArtifactName.file(of: artifact.id) }

    private var file: RelativePath { get throws { try RelativePath(name) } }
    private var partial: RelativePath { get throws { try RelativePath(".\(name).partial") } }

    /// Looks at what is here and whether there is room, and gives how many bytes are to be fetched: none where the file is
    /// here.
    func prepare() async throws -> Int64 {
        guard try folder.info(file) == nil else {
            try await check(file, otherwise: Self.taken)
            return 0
        }
        try folder.requireAccess()
        let existing = try folder.info(partial)?.size ?? 0
        try requireSpace(beside: existing)
        return max(0, artifact.size - existing)
    }

    /// Fetches what is missing and checks the whole, and gives how many bytes that were; the file has its name only then.
    func run() async throws -> Int64 {
        let missing = try await prepare()
        let (file, partial) = (try file, try partial)
        guard try folder.info(file) == nil else { return 0 }
        try await fetch(partial)
        do {
            try await check(partial, otherwise: Self.broken)
        } catch let error as CommandError {
            try folder.unlink(partial)
            throw error
        }
        try AtomicFile.place(partial, at: file, in: folder)
        let line = "\(artifact.sha512)  \(name)\n"
        try AtomicFile.write(Array(line.utf8), to: RelativePath("\(name).sha512"), in: folder)
        return missing
    }

    private static let taken = "is there already with other content. Move it away and try again."
    private static let broken = "is not what the server has: its SHA-512 differs. Try again."

    private func check(_ path: RelativePath, otherwise cause: String) async throws {
        reporter.begin(Step("check"), total: artifact.size, unit: .bytes)
        let digest = try await pool.run { [folder, reporter] in
            try FileDigest(of: folder.open(path), each: reporter.passed).sha512
        }
        guard digest.hex == artifact.sha512 else {
            throw CommandError(.refused, "archive-refused", "\(folder.path.appending(path)) \(cause)")
        }
    }

    private func fetch(_ partial: RelativePath) async throws {
        var failures = 0
        while true {
            do {
                return try await fetchRest(DownloadFile(partial, in: folder))
            } catch is DownloadFile.Replaced {
                try folder.unlink(partial)
            } catch let error as HTTPClientError where error.isTransient && failures < Self.attempts {
                failures += 1
                reporter.log(.warning, "the download broke off and goes on", ["cause": error.cause])
                try await Task.sleep(for: .seconds(1 << failures))
            }
        }
    }

    /// Asks for what is missing, and only if the server still has the same file (RFC 9110 §13.1.5).
    private func fetchRest(_ file: DownloadFile) async throws {
        reporter.begin(Step("fetch"), total: artifact.size, unit: .bytes)
        reporter.advance(by: file.start)
        guard file.start < artifact.size else { return }
        let rest: HTTPFields = [.range: "bytes=\(file.start)-", .ifRange: "\"\(artifact.sha512)\""]
        let path = APIPath.download(ofArtifact: artifact.id)
        let head = try await transport.stream(path, fields: file.start == 0 ? [:] : rest) { [reporter] head, bytes in
            if head.status == .ok, file.start > 0 { throw DownloadFile.Replaced() }
            guard head.status.isSuccess else { return }
            try file.append(bytes)
            reporter.advance(by: Int64(bytes.count))
        }
        guard head.status.isSuccess else {
            throw Problem(Reply(status: head.status, fields: head.fields, body: []))
        }
        try file.synchronize()
    }

    private func requireSpace(beside existing: Int64) throws {
        let free = try folder.space().availableBytes
        guard artifact.size - existing > free else { return }
        let needed = Quantity.bytes(artifact.size - existing)
        let cause = "\(folder.path) has room for \(Quantity.bytes(free)), and \(needed) are needed."
        throw CommandError(.cannotCreate, "no-space", cause)
    }
}

/// The unfinished file of a download.
final class DownloadFile: Sendable {
    /// The server has another file than the one of which a part is here.
    struct Replaced: Error {}

    /// How much was there before.
    let start: Int64
    private let file: Descriptor

    /// Opens what an earlier attempt left, or makes a new file.
    init(_ path: RelativePath, in folder: Directory) throws {
        let opened = try folder.openForAppending(path)
        let size = try opened.info().size
        start = size
        file = opened
    }

    /// Adds what came.
    func append(_ bytes: [UInt8]) throws { try file.write(bytes) }

    /// Makes what came durable.
    func synchronize() throws { try file.synchronize() }
}
