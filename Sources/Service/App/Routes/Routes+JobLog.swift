import API
import HTTPMessages
import HTTPServer
import Jobs
import Posix

extension Routes {
    private static let lines = MediaType("application/x-ndjson")

    /// The log as text, or as it lies on disk for those who ask for JSON lines; `Range: bytes=-N` is its tail.
    func readJobLog(_ request: HTTPRequest) async throws -> HTTPResponse {
        let id = request.parameters["id"]
        _ = try await jobs.job(id)
        guard let wanted = AcceptedTypes(request.fields).preferred(among: [.plainText, Self.lines]) else {
            throw Problem(.notAcceptable, detail: "A log is text/plain or application/x-ndjson.")
        }
        var response = try await log(of: id, as: wanted, for: request)
        response.fields[.contentDisposition] = "inline; filename=\"\(id).\(wanted == Self.lines ? "ndjson" : "log")\""
        response.fields[.cacheControl] = "no-store"
        response.fields[.vary] = "Accept"
        return response
    }

    private func log(of id: String, as wanted: MediaType, for request: HTTPRequest) async throws -> HTTPResponse {
        guard let log = try await disk.run({ [jobs] in try Self.open(jobs, id) }) else {
            return HTTPResponse(.ok, wanted, [])
        }
        if wanted == Self.lines { return try log.respond(to: request, as: wanted, on: application.lanes.state) }
        return try await LogText(log.file, pool: disk).respond(to: request)
    }

    private static func open(_ jobs: JobQueue, _ id: String) throws -> OpenLog? {
        guard let descriptor = try jobs.openLog(id) else { return nil }
        let file = OpenFile(descriptor)
        return OpenLog(file: file, size: try file.descriptor.info().size)
    }
}

/// A log as it was when it was opened; the job may go on writing.
private struct OpenLog: Sendable {
    let file: OpenFile
    let size: Int64

    func respond(to request: HTTPRequest, as type: MediaType, on lane: DiskLane) throws -> HTTPResponse {
        try FileResponder(file, size: size, type: type, etag: nil, lastModified: nil, on: lane).respond(to: request)
    }
}
