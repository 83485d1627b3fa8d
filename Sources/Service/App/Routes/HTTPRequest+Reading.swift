import API
import Crypto
import HTTPMessages
import HTTPServer
import JSON
import Posix
import Requests

extension HTTPRequest {
    /// The members of the body, which may be none but these; no body at all has none.
    ///
    /// A member that is there twice is refused: readers differ in which of the two counts (RFC 8259 §4).
    func members(allowing declared: [RequestMember]) async throws -> [(String, JSONValue)] {
        let bytes = try await body.collect()
        guard !bytes.isEmpty else { return try RequestMember.read([:], allowing: declared) }
        if let type = fields[.contentType], MediaType(parsing: type)?.essence != "application/json" {
            throw Problem(
                .unsupportedMediaType,
                detail: "The body is \(PathError.printable(type)); it must be application/json.",
                hint: "With curl: -H 'Content-Type: application/json'."
            )
        }
        do {
            return try RequestMember.read(JSONValue(parsing: bytes, duplicateKeys: .reject), allowing: declared)
        } catch let error as JSONError {
            throw RequestRefusal(error)
        }
    }

    /// The signature that belongs beside the document in the body, as a `.sig` file; `nil` where none was sent.
    func signature() throws -> [UInt8]? {
        guard let text = fields[.signature] else { return nil }
        guard let file = Base64.decode(Array(text.utf8)) else {
            throw Problem(
                .invalidRequest,
                detail: "X-Signature is no Base64.",
                hint: "With curl: -H \"X-Signature: $(base64 -w0 FILE.sig)\"."
            )
        }
        return file
    }

    /// The query, read strictly.
    func query<Query: APIQuery>(_ type: Query.Type) throws -> Query { try Query(target.query) }

    /// The query, and the texts of further parameters that it may have.
    func query<Query: APIQuery>(_ type: Query.Type, beside names: [String]) throws -> (Query, [String: String]) {
        var reader = QueryReader(target.query, allowed: type.parameters + names)
        let query = Query(from: &reader)
        let found = names.map { ($0, reader.text($0)) }
        try reader.end()
        return (query, Dictionary(uniqueKeysWithValues: found).compactMapValues(\.self))
    }

    /// The number of the last event that the client saw (WHATWG HTML, server-sent events).
    var lastEventID: Int64? { fields[.lastEventID].flatMap { Int64($0) } }
}

extension HTTPRequest {
    /// Who wants what it asks for, as jobs remember it: `api:192.0.2.7`, or `cli:alice` where a command on this machine
    /// says so.
    var initiator: String { user.map { "cli:\($0)" } ?? peer.map { "api:\($0.ip)" } ?? "api" }

    private static let longestUser = 100

    /// The user whom a command on this machine names.
    ///
    /// Nobody else is believed, nor whoever comes through a proxy on this machine. What is taken stays percent-encoded, so
    /// that nothing but plain letters gets into a log.
    private var user: String? {
        guard let given = fields[.initiator], peer?.isLoopback == true, fields[.xForwardedProto] == nil,
            fields[.forwarded] == nil, fields[HTTPFieldName("X-Forwarded-For")] == nil,
            (1...Self.longestUser).contains(given.utf8.count), given.utf8.allSatisfy(Self.isEncoded)
        else { return nil }
        return given
    }

    private static func isEncoded(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}
