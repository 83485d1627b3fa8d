import API
import App
import Arguments
import HTTPMessages
import Jobs

/// The command `packferry job logs`.
enum JobLogs {
    private static let follow = Flag("follow", short: "f", help: "Go on until the job has ended.")

    static let command = Command<Action>(
        "logs",
        summary: "Print the log of a job.",
        discussion: "With --json the lines are JSON objects, as they lie on disk.",
        options: [follow],
        arguments: [JobCommands.id],
        changes: .nothing
    ) { invocation in
        let api = try await invocation.backend().api
        var log = JobLogReader(api: api, id: invocation.values[JobCommands.id])
        var isOpen = true
        while isOpen {
            // Asked before reading: what a job wrote before it ended is then always read.
            let isRunning = invocation.values[follow] ? try await !log.hasJobEnded() : false
            for line in try await log.next() {
                try invocation.console.write(invocation.values[GlobalOptions.json] ? line.raw + [10] : line.text)
            }
            if isRunning { try await Task.sleep(for: .milliseconds(500)) }
            isOpen = isRunning
        }
        return .nothing
    }
}

/// Reads the log of a job piece by piece, as it grows.
private struct JobLogReader {
    /// One line, as it lies on disk.
    struct Line {
        let raw: [UInt8]

        /// The line as people read it, and as the API renders it.
        var text: [UInt8] { LogLine.text(of: raw[...]) }
    }

    private static let pieceBytes: Int64 = 4 << 20

    private let api: APIClient
    private let id: String
    private var position: Int64 = 0
    private var rest: [UInt8] = []

    init(api: APIClient, id: String) {
        self.api = api
        self.id = id
    }

    /// Whether nothing more will be written.
    func hasJobEnded() async throws -> Bool { try await api.get(APIPath.job(id), as: Job.self).state.isFinished }

    /// The whole lines that were written since the last time.
    mutating func next() async throws -> [Line] {
        while let piece = try await piece() {
            position += Int64(piece.count)
            rest += piece
        }
        let end = rest.lastIndex(of: 10).map { $0 + 1 } ?? 0
        defer { rest.removeFirst(end) }
        return rest[..<end].split(separator: 10).map { Line(raw: Array($0)) }
    }

    /// The next bytes; nil when there are none yet.
    private func piece() async throws -> [UInt8]? {
        let fields: HTTPFields = [
            .accept: "application/x-ndjson", .range: "bytes=\(position)-\(position + Self.pieceBytes - 1)",
        ]
        let reply = try await api.transport.send(.GET, APIPath.log(ofJob: id), fields: fields, body: [])
        if reply.status == .rangeNotSatisfiable { return nil }
        guard reply.status.isSuccess else { throw Problem(reply) }
        // A log that is empty is answered whole.
        guard reply.status == .partialContent || position == 0, !reply.body.isEmpty else { return nil }
        return reply.body
    }
}
