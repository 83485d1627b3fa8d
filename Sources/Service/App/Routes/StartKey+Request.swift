import API
import Crypto
import HTTPMessages
import HTTPServer
import Jobs

extension StartKey {
    private static let lengths = 1...255

    /// The key under which a request is to start a job, from `Idempotency-Key`; `nil` without one.
    ///
    /// It stands for the request's method, path, query and body, but not for how long its sender waits. Throws 400 where
    /// it is no key.
    init?(of request: HTTPRequest) async throws {
        guard let text = try Self.text(in: request.fields) else { return nil }
        var said = ["\(request.method)"] + request.target.segments.map(PercentEncoding.encode)
        said += request.target.query.filter { !JobWaitQuery.parameters.contains($0.name) }.map { item in
            "\(PercentEncoding.encode(item.name))=\(PercentEncoding.encode(item.value))"
        }
        let head = Array(said.joined(separator: "\n").utf8) + [0x0A, 0x0A]
        self.init(text, request: SHA256.hash(try await head + request.body.collect()).hex)
    }

    private static func text(in fields: HTTPFields) throws -> String? {
        let lines = fields.filter { $0.name == .idempotencyKey }.map(\.value)
        guard let line = lines.first else { return nil }
        guard lines.count == 1, let text = unquoted(line), lengths.contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw Problem(
                .badRequest,
                detail: "The Idempotency-Key is none.",
                hint:
                    "Name one of \(lengths.lowerBound) to \(lengths.upperBound) ASCII characters, in quotes or without."
            )
        }
        return text
    }

    /// The text of a string (RFC 9651 §3.3.3), or a text that stands there without quotes; `nil` where it is neither.
    private static func unquoted(_ line: String) -> String? {
        guard line.hasPrefix("\"") else { return line.contains("\"") ? nil : line }
        var (text, rest) = ("", line.dropFirst())
        while let character = rest.popFirst() {
            if character == "\"" { return rest.isEmpty ? text : nil }
            guard character == "\\" else {
                text.append(character)
                continue
            }
            guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else { return nil }
            text.append(escaped)
        }
        return nil
    }
}
