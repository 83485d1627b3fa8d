import HTTPMessages
import Posix
import Synchronization
import Time

/// The head of a response as bytes (RFC 9112 §4).
enum ResponseEncoder {
    /// Writes the status line and the fields; `room` is left for a body that goes in the same buffer.
    static func head(
        _ response: HTTPResponse,
        _ format: ResponseFormat,
        _ framing: ResponseFraming,
        date: [UInt8],
        room: Int = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + response.fields.count * 64 + room)
        bytes.append(contentsOf: "HTTP/1.1 ".utf8)
        append(Int64(response.status.code), to: &bytes)
        bytes.append(0x20)
        bytes.append(contentsOf: response.status.reasonPhrase.utf8)
        bytes.append(contentsOf: "\r\nDate: ".utf8)
        bytes.append(contentsOf: date)
        bytes.append(contentsOf: "\r\n".utf8)
        appendFraming(framing, to: &bytes)
        appendConnection(format, to: &bytes)
        response.fields.serialize(into: &bytes, except: isOwn)
        bytes.append(contentsOf: "\r\n".utf8)
        return bytes
    }

    /// Fields that only this layer can know.
    private static func isOwn(_ name: HTTPFieldName) -> Bool {
        name == .contentLength || name == .transferEncoding || name == .connection || name == .date
    }

    private static func appendFraming(_ framing: ResponseFraming, to bytes: inout [UInt8]) {
        switch framing {
        case .none, .untilClose: break
        case .chunked: bytes.append(contentsOf: "Transfer-Encoding: chunked\r\n".utf8)
        case .length(let count):
            bytes.append(contentsOf: "Content-Length: ".utf8)
            append(count, to: &bytes)
            bytes.append(contentsOf: "\r\n".utf8)
        }
    }

    /// RFC 9112 §9.3: only what differs from the version's default is said.
    private static func appendConnection(_ format: ResponseFormat, to bytes: inout [UInt8]) {
        if !format.keepsAlive {
            bytes.append(contentsOf: "Connection: close\r\n".utf8)
        } else if format.isHTTP10 {
            bytes.append(contentsOf: "Connection: keep-alive\r\n".utf8)
        }
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(number).utf8)
    }
}

/// The `Date` field's value, written once a second.
final class DateStamp: Sendable {
    private let last = Mutex<(second: Int64, bytes: [UInt8])>((-1, []))

    /// The present second as an HTTP date.
    var now: [UInt8] {
        let second = WallClock.coarseSeconds
        return last.withLock { last in
            if last.second != second { last = (second, HTTPDate(seconds: second).fixdate) }
            return last.bytes
        }
    }
}
