import HTTPMessages
import Posix

/// Sends one response.
struct ResponseSender {
    private let stream: SocketStream
    private let context: ConnectionContext

    /// Bodies up to this size are copied behind their head, so that both leave in one call.
    private static let copied = 16 * 1024

    init(_ stream: SocketStream, _ context: ConnectionContext) {
        self.stream = stream
        self.context = context
    }

    func send(_ response: HTTPResponse, _ format: ResponseFormat) async throws {
        let framing = response.framing(format)
        let isBodiless = format.isHead || framing == .none
        switch response.body {
        case .bytes(let bytes) where !isBodiless:
            try await send(response, format, framing, bytes)
        case .file(let file) where !isBodiless:
            try await stream.send(head(response, format, framing), moreFollows: file.count > 0, stall: stall)
            try await send(file)
        case .stream(let body) where !isBodiless:
            let writer = ResponseWriter(stream, head: head(response, format, framing), framing, stall: stall)
            try await run(body, writer, isEndless: response.isEndless)
        default:
            try await stream.send(head(response, format, framing), stall: stall)
        }
    }

    private var stall: Duration { context.limits.sendTimeout }

    private func head(
        _ response: HTTPResponse,
        _ format: ResponseFormat,
        _ framing: ResponseFraming,
        room: Int = 0
    ) -> [UInt8] {
        ResponseEncoder.head(response, format, framing, date: context.dates.now, room: room)
    }

    private func send(
        _ response: HTTPResponse,
        _ format: ResponseFormat,
        _ framing: ResponseFraming,
        _ body: [UInt8]
    ) async throws {
        guard body.count <= Self.copied else {
            return try await stream.send(head(response, format, framing), body, stall: stall)
        }
        var bytes = head(response, format, framing, room: body.count)
        bytes.append(contentsOf: body)
        try await stream.send(bytes, stall: stall)
    }

    private func send(_ file: FileBody) async throws {
        var offset = file.range.lowerBound
        while offset < file.range.upperBound {
            let count = Int(clamping: file.range.upperBound - offset)
            let sent = try await stream.sendFile(file.file.descriptor, at: offset, count: count, stall: stall)
            guard sent > 0 else { throw BrokenResponse.fileShrank }
            offset += Int64(sent)
        }
    }

    /// Cancelling an endless stream is how it ends; any other one that throws must look broken to the client.
    private func run(
        _ body: @Sendable (ResponseWriter) async throws -> Void,
        _ writer: ResponseWriter,
        isEndless: Bool
    ) async throws {
        do {
            try await body(writer)
        } catch is CancellationError where isEndless {}
        try await writer.finish()
    }
}

/// A response whose end cannot be told from a broken connection, so the connection is broken.
enum BrokenResponse: Error, CustomStringConvertible {
    case fileShrank
    case wrongLength

    var description: String {
        switch self {
        case .fileShrank: "the file became shorter while it was sent"
        case .wrongLength: "the body has not the length that its Content-Length says"
        }
    }
}
