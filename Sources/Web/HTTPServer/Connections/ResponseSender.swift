import HTTPMessages
import Posix

/// Sends the responses of one connection.
///
/// It shares nothing with other connections, so that sending on two threads does not contend for memory.
struct ResponseSender: Sendable {
    private let stream: SocketStream
    private let stall: Duration
    private let dates = DateStamp()

    /// Bodies up to this size, of files too, are copied so that they leave with their head in one call.
    private static let copied = 16 * 1024

    /// A client that takes nothing for as long as `stall` is given up.
    init(_ stream: SocketStream, stall: Duration) {
        self.stream = stream
        self.stall = stall
    }

    func send(_ response: HTTPResponse, _ format: ResponseFormat) async throws {
        let framing = response.framing(format)
        let isBodiless = format.isHead || framing == .none
        switch response.body {
        case .bytes(let bytes) where !isBodiless:
            try await send(response, format, framing, bytes)
        case .file(let file) where !isBodiless:
            let head = head(response, format, framing)
            if let bytes = try await copy(of: file) {
                try await stream.send(head, bytes, stall: stall)
                file.whenPassed?(file.range)
                return
            }
            try await stream.send(head, moreFollows: file.count > 0, stall: stall)
            try await send(file)
        case .stream(let body) where !isBodiless:
            let writer = ResponseWriter(stream, head: head(response, format, framing), framing, stall: stall)
            try await run(body, writer, isEndless: response.isEndless)
        default:
            try await stream.send(head(response, format, framing), stall: stall)
        }
    }

    private func head(
        _ response: HTTPResponse,
        _ format: ResponseFormat,
        _ framing: ResponseFraming,
        room: Int = 0
    ) -> [UInt8] {
        ResponseEncoder.head(response, format, framing, date: dates.now, room: room)
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

    /// The bytes of a small file, which cost less to copy than to have the system send them after the head.
    private func copy(of file: FileBody) async throws -> [UInt8]? {
        guard file.count <= Self.copied else { return nil }
        let (source, range) = (file.file, file.range)
        let read: @Sendable () -> [UInt8]? = {
            var bytes = [UInt8](repeating: 0, count: range.count)
            let count = try? source.descriptor.read(into: &bytes, at: range.lowerBound)
            return count == bytes.count ? bytes : nil
        }
        guard let lane = file.lane else { return stream.reading(read) }
        return try await lane.run(read)
    }

    private func send(_ file: FileBody) async throws {
        var offset = file.range.lowerBound
        while offset < file.range.upperBound {
            let count = Int(clamping: file.range.upperBound - offset)
            let sent = try await stream.sendFile(file.file, on: file.lane, at: offset, count: count, stall: stall)
            guard sent > 0 else { throw BrokenResponse.fileShrank }
            file.whenPassed?(offset..<(offset + Int64(sent)))
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
