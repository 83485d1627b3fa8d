import HTTPMessages

/// A body in chunks (RFC 9112 §7.1).
///
/// Extensions and trailers are checked, bounded and dropped.
struct ChunkedBody {
    private enum State {
        case sizeLine
        case data(remaining: Int64)
        case dataEnd
        case trailers(FieldBlock)
        case end
    }

    private var state = State.sizeLine
    private var extensionBytes = 0

    mutating func next(
        from input: inout InputBuffer,
        _ limits: HTTPLimits
    ) throws(HTTPServerError) -> RequestParser.BodyPart {
        while true {
            switch state {
            case .sizeLine:
                guard try readSizeLine(from: &input, limits) else { return .needsMore }
            case .data(let remaining):
                guard !input.isEmpty else { return .needsMore }
                let bytes = input.take(atMost: remaining)
                let left = remaining - Int64(bytes.count)
                state = left == 0 ? .dataEnd : .data(remaining: left)
                return .bytes(bytes)
            case .dataEnd:
                guard try readDataEnd(from: &input) else { return .needsMore }
            case .trailers(var block):
                while try block.next(from: &input, limits) != nil {}
                state = block.isComplete ? .end : .trailers(block)
                guard block.isComplete else { return .needsMore }
            case .end: return .end
            }
        }
    }

    private mutating func readSizeLine(
        from input: inout InputBuffer,
        _ limits: HTTPLimits
    ) throws(HTTPServerError) -> Bool {
        guard let end = input.endOfLine() else {
            guard input.count <= limits.chunkLineBytes else { throw longLine(limits) }
            return false
        }
        let line = input.peek(until: end)
        guard line.count < limits.chunkLineBytes else { throw longLine(limits) }
        let size = try parseSize(line, limits)
        input.skip(line.count + 1)
        state = size == 0 ? .trailers(FieldBlock()) : .data(remaining: size)
        return true
    }

    // 1*HEXDIG [ BWS ";" extension ] CR
    private mutating func parseSize(_ line: ArraySlice<UInt8>, _ limits: HTTPLimits) throws(HTTPServerError) -> Int64 {
        guard line.last == 0x0D else { throw HTTPServerError(.malformedRequest, "a line does not end in CR LF") }
        let line = line.dropLast()
        let digits = line.prefix { $0.hexDigitValue != nil }
        // 15 digits cannot overflow 63 bits and are more than any file has.
        guard (1...15).contains(digits.count) else {
            throw HTTPServerError(.malformedRequest, "a chunk size is no number")
        }
        let rest = line[digits.endIndex...]
        if let next = rest.first(where: { !$0.isBlank }) {
            guard next == UInt8(ascii: ";"), rest.allSatisfy(\.isFieldValueCharacter) else {
                throw HTTPServerError(.malformedRequest, "a chunk size is followed by something else")
            }
        } else if !rest.isEmpty {
            throw HTTPServerError(.malformedRequest, "a chunk size is followed by something else")
        }
        extensionBytes += rest.count
        guard extensionBytes <= limits.chunkExtensionBytes else {
            throw HTTPServerError(
                .malformedRequest,
                "the chunk extensions are over \(limits.chunkExtensionBytes) bytes"
            )
        }
        return digits.reduce(0) { $0 << 4 | Int64($1.hexDigitValue ?? 0) }
    }

    private mutating func readDataEnd(from input: inout InputBuffer) throws(HTTPServerError) -> Bool {
        let end = input.peek().prefix(2)
        guard end.elementsEqual([0x0D, 0x0A].prefix(end.count)) else {
            throw HTTPServerError(.malformedRequest, "a chunk does not end where its size says")
        }
        guard end.count == 2 else { return false }
        input.skip(2)
        state = .sizeLine
        return true
    }

    private func longLine(_ limits: HTTPLimits) -> HTTPServerError {
        HTTPServerError(.malformedRequest, "a chunk size line is over \(limits.chunkLineBytes) bytes")
    }
}
