import Foundation
import JSON
import TestSupport

/// A running `packferry serve`.
struct Server: Sendable {
    /// A server that did not start.
    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    let site: Site
    let program: RunningProgram
    /// Its address without a slash at the end.
    let url: String

    /// The address of its embedded registry.
    var registry: String { "\(url)/npm/" }

    /// Asks for something by curl.
    func ask(
        _ path: String,
        _ method: String = "GET",
        json: String? = nil,
        options: [String] = []
    ) async throws -> Response {
        let marker = "\nresponse:"
        var arguments = ["-sS", "-X", method, "-w", "\(marker)%{http_code} %header{location}"] + options
        if let json { arguments += ["-H", "Content-Type: application/json", "-d", json] }
        let outcome = try await site.curl.run(arguments + [url + path], in: site.folder).succeeded()
        guard let end = outcome.output.range(of: marker, options: .backwards) else {
            throw NotReady(description: "\(outcome)")
        }
        let parts = outcome.output[end.upperBound...].split(separator: " ", omittingEmptySubsequences: false)
        return Response(
            status: parts.first.flatMap { Int($0) } ?? 0,
            location: parts.dropFirst().first.map(String.init) ?? "",
            body: String(outcome.output[..<end.lowerBound])
        )
    }

    /// Starts a job, or does something to what is there.
    func post(_ path: String, _ json: String? = nil) async throws -> Response {
        try await ask(path, "POST", json: json)
    }

    /// Waits by long polls for a job to end, and gives it.
    func ended(_ location: String) async throws -> JSONValue {
        let deadline = ContinuousClock.now + .far
        let unfinished: Set<String> = ["queued", "blocked", "running"]
        while ContinuousClock.now < deadline {
            let job = try await ask("\(location)?wait=10").expect(200).json
            if try !unfinished.contains(job.text("state")) { return job }
        }
        throw NotReady(description: "job \(location) does not end")
    }

    /// Starts a job, waits for its end and gives it.
    func job(_ path: String, _ json: String? = nil) async throws -> JSONValue {
        try await ended(post(path, json).expect(202).location)
    }

    /// Ends it as an operator would.
    @discardableResult
    func stop() async throws -> Outcome { try await program.stop() }
}

/// An answer over HTTP.
struct Response: Sendable {
    /// An answer of the wrong kind.
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    let status: Int
    let location: String
    let body: String

    var json: JSONValue {
        get throws { try JSONValue(parsing: Array(body.utf8)) }
    }

    /// Itself if it has this status.
    func expect(_ wanted: Int) throws -> Response {
        guard status == wanted else { throw Unexpected(description: "\(status) instead of \(wanted): \(body)") }
        return self
    }
}

extension Site {
    /// Starts the service and waits until it answers.
    func serve() async throws -> Server {
        let record = "\(folder)/state/server.json"
        let program = try start(["serve"])
        let deadline = ContinuousClock.now + .far
        while ContinuousClock.now < deadline {
            guard program.isRunning else { break }
            if let url = try Self.url(in: record, of: program) { return Server(site: self, program: program, url: url) }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Server.NotReady(description: "packferry serve did not start: \(program.printed)")
    }

    /// The address in the record of a state, once this process wrote it.
    private static func url(in record: String, of program: RunningProgram) throws -> String? {
        guard let bytes = FileManager.default.contents(atPath: record) else { return nil }
        let document = try JSONValue(parsing: Array(bytes))
        // Behind an air gap the launcher replaces itself by the program, so the number is the same.
        guard try document.number("pid") == Int(program.process) else { return nil }
        return try document.text("url")
    }
}
