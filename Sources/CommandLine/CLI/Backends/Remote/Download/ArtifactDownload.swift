import API
import HTTPClient
import HTTPMessages
import Posix
import Reporting

/// Fetches the archive of an artifact into a folder; one that broke off goes on where it stopped.
struct ArtifactDownload {
    /// How often it goes on without a single byte having come.
    private static let attempts = 5

    let transport: HTTPTransport
    let artifact: Artifact
    let folder: Directory
    let reporter: Reporter

    /// The name of the file in the folder.
    var name: String { "\(artifact.id).tar.zst" }

    /// Fetches what is missing and checks the whole; the file has its name only then.
    func run() async throws {
        let (file, partial) = (try RelativePath(name), try RelativePath(".\(name).partial"))
        let known = try folder.info(file) != nil
        if !known { try await fetch(partial) }
        reporter.begin(step: "check", total: artifact.size, unit: .bytes)
        guard try FileCheck(reporter: reporter).sha512(of: folder.open(known ? file : partial)).hex == artifact.sha512 else {
            if !known { try folder.unlink(partial) }
            throw CommandError(.refused, "archive-refused", refusal(known))
        }
        if !known { try folder.renameNew(partial, to: file) }
        let line = "\(artifact.sha512)  \(name)\n"
        try AtomicFile.write(Array(line.utf8), to: RelativePath("\(name).sha512"), in: folder)
        try folder.synchronize()
    }

    private func refusal(_ known: Bool) -> String {
        known
            ? "\(folder.path)/\(name) is there already with other content. Move it away and try again."
            : "\(name) is not what the server has: its SHA-512 differs. Try again."
    }

    private func fetch(_ partial: RelativePath) async throws {
        try requireSpace(beside: folder.info(partial)?.size ?? 0)
        var failures = 0
        while true {
            let file = try DownloadFile(partial, in: folder)
            reporter.begin(step: "fetch", total: artifact.size, unit: .bytes)
            reporter.advance(by: file.size)
            do {
                return try await fetchRest(file)
            } catch let error as HTTPClientError where error.isTransient {
                failures += 1
                guard failures < Self.attempts else { throw error }
                reporter.log(.warning, "the download broke off and goes on", ["cause": error.cause])
                try await Task.sleep(for: .seconds(1 << failures))
            }
        }
    }

    /// Asks for what is missing, and only if the file there is still the same (RFC 9110 §13.1.5).
    private func fetchRest(_ file: DownloadFile) async throws {
        guard file.size < artifact.size else { return }
        let fields: HTTPFields = file.size == 0 ? [:] : [.range: "bytes=\(file.size)-", .ifRange: "\"\(artifact.sha512)\""]
        let request = transport.request(.GET, APIPath.download(ofArtifact: artifact.id), fields: fields)
        let head = try await transport.client.stream(request) { head, bytes in
            guard head.status.isSuccess else { return file.note(bytes) }
            try file.append(bytes, isWhole: head.status == .ok)
            reporter.advance(by: Int64(bytes.count))
        }
        guard head.status.isSuccess else {
            throw APIError(Reply(status: head.status, fields: head.fields, body: file.noted))
        }
        try file.synchronize()
    }

    private func requireSpace(beside existing: Int64) throws {
        let free = try folder.space().availableBytes
        guard artifact.size - existing <= free else {
            let needed = Quantity.bytes(artifact.size - existing)
            throw CommandError(
                .noSpace,
                "no-space",
                "\(folder.path) has room for \(Quantity.bytes(free)), and \(needed) are needed."
            )
        }
    }
}
