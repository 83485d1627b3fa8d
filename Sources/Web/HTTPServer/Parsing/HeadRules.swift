import HTTPMessages

/// What the fields of a request mean for its framing.
///
/// Wherever two readers could disagree, it is refused.
struct HeadRules {
    /// The host named last and what it was read as: on one connection it is nearly always the same.
    private var known: (text: String, authority: Authority)?

    mutating func apply(to head: inout RequestHead) throws(HTTPServerError) {
        var summary = FramingFields()
        for field in head.fields { summary.note(field) }
        head.authority = try authority(for: head, summary)
        head.framing = try framing(summary, isHTTP10: head.isHTTP10)
        head.keepsAlive = keepsAlive(summary, isHTTP10: head.isHTTP10)
        head.expectsContinue = try expectsContinue(summary, head)
    }

    /// RFC 9112 §3.2: exactly one Host, and an absolute target outranks it.
    private mutating func authority(
        for head: RequestHead,
        _ summary: FramingFields
    ) throws(HTTPServerError) -> Authority? {
        guard summary.hosts <= 1 else { throw HTTPServerError(.malformedRequest, "there is more than one Host field") }
        guard let host = summary.host else {
            guard head.isHTTP10 else { throw HTTPServerError(.malformedRequest, "the Host field is missing") }
            guard let absolute = head.target.authority else { return nil }
            return try read(absolute)
        }
        let fromField = try read(host)
        guard let absolute = head.target.authority else { return fromField }
        return try read(absolute)
    }

    private mutating func read(_ text: String) throws(HTTPServerError) -> Authority {
        if let known, known.text == text { return known.authority }
        guard let authority = Authority(parsing: text) else {
            throw HTTPServerError(.malformedRequest, "the host is not a name or address with a port")
        }
        known = (text, authority)
        return authority
    }

    /// RFC 9112 §6.1 to §6.3, stricter where it allows to be.
    private func framing(_ summary: FramingFields, isHTTP10: Bool) throws(HTTPServerError) -> BodyFraming {
        if let coding = summary.transferEncoding {
            guard summary.contentLengths == 0 else {
                throw HTTPServerError(.malformedRequest, "there is both Content-Length and Transfer-Encoding")
            }
            guard !isHTTP10 else {
                throw HTTPServerError(.malformedRequest, "HTTP/1.0 has no Transfer-Encoding (RFC 9112 §6.1)")
            }
            guard summary.transferEncodings == 1, !coding.isEmpty, coding.utf8.allSatisfy(isPlausible) else {
                throw HTTPServerError(.malformedRequest, "Transfer-Encoding is not one list of codings")
            }
            return try transferCoding(coding)
        }
        guard let length = summary.contentLength else { return .none }
        guard summary.contentLengths == 1 else {
            throw HTTPServerError(.malformedRequest, "there is more than one Content-Length")
        }
        guard !length.isEmpty, length.utf8.allSatisfy(\.isDigit), let count = Int64(length) else {
            throw HTTPServerError(.malformedRequest, "Content-Length is not a number of bytes")
        }
        return count == 0 ? .none : .length(count)
    }

    private func transferCoding(_ value: String) throws(HTTPServerError) -> BodyFraming {
        let codings = FieldList.elements(of: value).map { $0.lowercased() }
        if codings == ["chunked"], value.utf8.count == 7 { return .chunked }
        guard codings.allSatisfy({ $0 == "chunked" }) else {
            throw HTTPServerError(.notImplemented, "the only transfer coding here is chunked")
        }
        throw HTTPServerError(.malformedRequest, "Transfer-Encoding is not exactly chunked")
    }

    private func isPlausible(_ byte: UInt8) -> Bool {
        byte.isTokenCharacter || byte.isBlank || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
            || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "\"")
    }

    /// RFC 9112 §9.3.
    private func keepsAlive(_ summary: FramingFields, isHTTP10: Bool) -> Bool {
        guard let connection = summary.connection else { return !isHTTP10 }
        let options = FieldList.elements(of: connection).map { $0.lowercased() }
        if options.contains("close") { return false }
        return !isHTTP10 || options.contains("keep-alive")
    }

    /// RFC 9110 §10.1.1: ignored in HTTP/1.0 and without a body; any other expectation is 417.
    private func expectsContinue(_ summary: FramingFields, _ head: RequestHead) throws(HTTPServerError) -> Bool {
        guard let expectation = summary.expect, !head.isHTTP10 else { return false }
        guard expectation.lowercased() == "100-continue" else {
            throw HTTPServerError(.expectationFailed, "the only expectation met here is 100-continue")
        }
        return head.framing != .none
    }
}

/// The fields that decide where a message ends and whose it is, counted by line.
private struct FramingFields {
    var hosts = 0
    var host: String?
    var contentLengths = 0
    var contentLength: String?
    var transferEncodings = 0
    var transferEncoding: String?
    var connection: String?
    var expect: String?

    mutating func note(_ field: HTTPField) {
        switch field.name {
        case .host:
            hosts += 1
            host = field.value
        case .contentLength:
            contentLengths += 1
            contentLength = field.value
        case .transferEncoding:
            transferEncodings += 1
            transferEncoding = field.value
        case .connection: connection = connection.map { "\($0), \(field.value)" } ?? field.value
        case .expect: expect = expect.map { "\($0), \(field.value)" } ?? field.value
        default: break
        }
    }
}
