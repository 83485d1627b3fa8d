import HTTPMessages
import HTTPServer
import JSON
import Logging
import Posix
import Time
import Transfer

/// The text of a log whose file holds JSON lines.
///
/// It is rendered in pieces: first to know how long it is, then to send what was asked for. So a log of any length
/// needs little memory.
struct LogText: Sendable {
    private static let pieceBytes = 256 << 10

    private let file: OpenFile
    private let pool: BlockingPool

    /// Renders an open log; what is written to it from now on is left out.
    init(_ file: OpenFile, pool: BlockingPool) {
        self.file = file
        self.pool = pool
    }

    func respond(to request: HTTPRequest) async throws -> HTTPResponse {
        let end = try await pool.run { [file] in try file.descriptor.info().size }
        var size: Int64 = 0
        try await forEachPiece(upTo: end) { size += Int64($0.count) }
        var response = HTTPResponse(.ok, fields: Self.fields)
        var wanted = 0..<size
        if request.method == .GET, request.fields[.ifRange] == nil,
            let range = request.fields[.range].flatMap({ ByteRange(parsing: $0) })
        {
            guard let part = range.resolved(size: size) else { throw Self.unsatisfiable(size) }
            wanted = part
            response.status = .partialContent
            response.fields[.contentRange] = ContentRange(part, size: size).description
        }
        response.fields[.contentLength] = "\(wanted.upperBound - wanted.lowerBound)"
        response.body = .stream { [wanted] writer in try await send(wanted, upTo: end, to: writer) }
        return response
    }

    private func send(_ wanted: Range<Int64>, upTo end: Int64, to writer: ResponseWriter) async throws {
        var position: Int64 = 0
        try await forEachPiece(upTo: end) { piece in
            let range = position..<(position + Int64(piece.count))
            position = range.upperBound
            let part = range.clamped(to: wanted)
            guard !part.isEmpty else { return }
            let bounds = Int(part.lowerBound - range.lowerBound)..<Int(part.upperBound - range.lowerBound)
            try await writer.write(Array(piece[bounds]))
        }
    }

    private func forEachPiece(upTo end: Int64, _ body: ([UInt8]) async throws -> Void) async throws {
        var reader = LineReader(file: file, end: end)
        while !reader.isAtEnd {
            let (piece, next) = try await pool.run { [reader] in
                var reader = reader
                return (try reader.piece(of: Self.pieceBytes), reader)
            }
            reader = next
            if !piece.isEmpty { try await body(piece) }
        }
    }

    private static let fields: HTTPFields = [
        .contentType: MediaType.plainText.description, .acceptRanges: "bytes",
    ]

    private static func unsatisfiable(_ size: Int64) -> HTTPServerError {
        let range = ContentRange(nil, size: size).description
        return HTTPServerError(.rangeNotSatisfiable, "the log has \(size) bytes", fields: [.contentRange: range])
    }
}

/// Reads JSON lines of a log and renders the whole ones.
private struct LineReader: Sendable {
    let file: OpenFile
    let end: Int64
    private var position: Int64 = 0
    private var rest: [UInt8] = []

    init(file: OpenFile, end: Int64) {
        self.file = file
        self.end = end
    }

    var isAtEnd: Bool { position >= end && rest.isEmpty }

    mutating func piece(of size: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Int(min(Int64(size), end - position)))
        let count = buffer.isEmpty ? 0 : try file.descriptor.read(into: &buffer, at: position)
        position = count == 0 ? end : position + Int64(count)
        rest += buffer[..<count]
        let whole = position >= end ? rest.count : (rest.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
        defer { rest.removeFirst(whole) }
        return rest[..<whole].split(separator: 0x0A).flatMap(LogLine.text)
    }
}

/// A line of a job's log, as it lies on disk and as people read it.
package enum LogLine {
    /// The text of a JSON line, with a line feed; a line that is no event is shown as it is.
    package static func text(of line: ArraySlice<UInt8>) -> [UInt8] {
        guard let event = LogEvent(line: line) else { return Array(line) + [0x0A] }
        return LogFormat.text.line(for: event)
    }
}

extension LogEvent {
    /// Reads a line that `LogFormat.json` wrote.
    fileprivate init?(line: ArraySlice<UInt8>) {
        guard let members = (try? JSONValue(parsing: Array(line)))?.objectValue else { return nil }
        var fields = Dictionary(members.compactMap { name, value in value.stringValue.map { (name, $0) } }) { $1 }
        guard let time = fields.removeValue(forKey: "time").flatMap({ Moment($0) }),
            let level = fields.removeValue(forKey: "level").flatMap(LogLevel.init(rawValue:)),
            let label = fields.removeValue(forKey: "label"), let message = fields.removeValue(forKey: "message")
        else { return nil }
        self.init(time: time, level: level, label: label, message: message, fields: fields)
    }
}
