import HTTPMessages

/// The bytes of one connection turned into heads and bodies, one after the other (RFC 9112).
///
/// A pure machine: how the bytes were cut into pieces never changes what comes out. After it has thrown, nothing that
/// follows can be trusted and the connection must be closed.
package struct RequestParser: Sendable {
    /// What comes next of a body.
    package enum BodyPart: Equatable, Sendable {
        case bytes([UInt8])
        case end
        case needsMore
    }

    private enum State: Sendable {
        case requestLine(emptyLines: Int)
        case fields(RequestHead, size: Int)
        case fixedBody(remaining: Int64)
        case chunkedBody(ChunkedBody)
    }

    private let limits: HTTPLimits
    private var input = InputBuffer()
    private var state = State.requestLine(emptyLines: 0)
    private var rules = HeadRules()

    package init(limits: HTTPLimits) { self.limits = limits }

    /// Whether a head has begun and is not complete.
    var isInsideHead: Bool {
        switch state {
        case .requestLine: !input.isEmpty
        case .fields: true
        case .fixedBody, .chunkedBody: false
        }
    }

    /// Whether there are bytes that were not used yet.
    var hasInput: Bool { !input.isEmpty }

    /// Takes what was received.
    package mutating func append(_ bytes: [UInt8]) { input.append(bytes) }

    /// Gives up memory that holds nothing.
    mutating func release() { input.release() }

    /// The next head once it is complete.
    ///
    /// What is left of the body before it must have been read.
    package mutating func nextHead() throws(HTTPServerError) -> RequestHead? {
        while true {
            switch state {
            case .requestLine(let emptyLines):
                guard try readRequestLine(after: emptyLines) else { return nil }
            case .fields(var head, let size):
                // Leaves the state unique, so that appending to the fields does not copy them.
                state = .requestLine(emptyLines: 0)
                let isComplete = try readFields(into: &head, size: size)
                if isComplete { return head }
                return nil
            case .fixedBody, .chunkedBody:
                preconditionFailure("the body before the next head must be read to its end")
            }
        }
    }

    /// The next part of the body of the head that came last; `.end` after its last byte.
    package mutating func nextBodyPart() throws(HTTPServerError) -> BodyPart {
        switch state {
        case .requestLine, .fields: return .end
        case .fixedBody(let remaining):
            guard remaining > 0 else { return finishBody() }
            guard !input.isEmpty else { return .needsMore }
            let bytes = input.take(atMost: remaining)
            state = .fixedBody(remaining: remaining - Int64(bytes.count))
            return .bytes(bytes)
        case .chunkedBody(var body):
            let part = try body.next(from: &input, limits)
            state = .chunkedBody(body)
            return part == .end ? finishBody() : part
        }
    }

    private mutating func finishBody() -> BodyPart {
        state = .requestLine(emptyLines: 0)
        return .end
    }

    /// True once the line was read.
    private mutating func readRequestLine(after emptyLines: Int) throws(HTTPServerError) -> Bool {
        guard let first = input.first else { return false }
        // Says at once what is wrong to a client that speaks TLS or anything else.
        guard first.isTokenCharacter || first == 0x0D else {
            throw HTTPServerError(.malformedRequest, "this is not an HTTP request")
        }
        guard let end = input.endOfLine() else {
            if input.count > RequestLine.longest(limits) { throw RequestLine.tooLong(input.peek(), limits) }
            return false
        }
        if first == 0x0D, input.peek(until: end).count == 1 {
            // One empty line before a request is forgiven (RFC 9112 §2.2).
            guard emptyLines == 0 else { throw HTTPServerError(.malformedRequest, "the request line is empty") }
            input.skip(2)
            state = .requestLine(emptyLines: 1)
            return true
        }
        let head = try RequestLine.parse(input.peek(until: end), limits)
        input.skip(end - input.position + 1)
        state = .fields(head, size: 0)
        return true
    }

    /// True once the empty line after the fields was read.
    private mutating func readFields(into head: inout RequestHead, size: Int) throws(HTTPServerError) -> Bool {
        var lines = FieldBlock(size: size, count: head.fields.count)
        while let field = try lines.next(from: &input, limits) {
            head.fields.append(field.name, field.value)
        }
        guard lines.isComplete else {
            state = .fields(head, size: lines.size)
            return false
        }
        try rules.apply(to: &head)
        switch head.framing {
        case .none: break
        case .length(let count): state = .fixedBody(remaining: count)
        case .chunked: state = .chunkedBody(ChunkedBody())
        }
        return true
    }
}
