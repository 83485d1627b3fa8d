import HTTPMessages

/// The field lines of a head or a trailer section up to the empty line, counted against their limits.
struct FieldBlock {
    /// Bytes of the lines so far.
    private(set) var size: Int
    private var count: Int
    private(set) var isComplete = false

    init(size: Int = 0, count: Int = 0) {
        self.size = size
        self.count = count
    }

    /// The next field; `nil` when the block is complete or the next line is not.
    mutating func next(from input: inout InputBuffer, _ limits: HTTPLimits) throws(HTTPServerError) -> HTTPField? {
        guard let end = input.endOfLine() else {
            guard size + input.count <= limits.headBytes else { throw tooLarge(limits) }
            return nil
        }
        size += end - input.position + 1
        guard size <= limits.headBytes else { throw tooLarge(limits) }
        if end - input.position == 1, input.first == 0x0D {
            input.skip(2)
            isComplete = true
            return nil
        }
        count += 1
        guard count <= limits.fieldCount else {
            throw HTTPServerError(.headTooLarge, "there are more than \(limits.fieldCount) fields")
        }
        return try input.takeLine(endingAt: end) { (bytes: inout [UInt8], line) throws(HTTPServerError) in
            guard !line.isEmpty else { throw HTTPServerError(.malformedRequest, "a line does not end in CR LF") }
            return try FieldLine.parse(&bytes, line)
        }
    }

    private func tooLarge(_ limits: HTTPLimits) -> HTTPServerError {
        HTTPServerError(.headTooLarge, "the fields are over \(limits.headBytes) bytes")
    }
}

/// One field line (RFC 9112 §5): `name ":" OWS value OWS`, without folding and without space before the colon.
enum FieldLine {
    /// Reads the line that lies in `range`, which ends in CR.
    ///
    /// Its name is put into lower case where it stands.
    static func parse(_ bytes: inout [UInt8], _ range: Range<Int>) throws(HTTPServerError) -> HTTPField {
        guard let last = range.last, bytes[last] == 0x0D else {
            throw HTTPServerError(.malformedRequest, "a line does not end in CR LF")
        }
        let colon = try lowercaseName(&bytes, range)
        let value = try value(in: bytes, (colon + 1)..<last)
        return HTTPField(
            HTTPFieldName(checked: String(decoding: bytes[range.lowerBound..<colon], as: UTF8.self)),
            value
        )
    }

    private static func lowercaseName(_ bytes: inout [UInt8], _ range: Range<Int>) throws(HTTPServerError) -> Int {
        guard !bytes[range.lowerBound].isBlank else {
            throw HTTPServerError(.malformedRequest, "a field line starts with a space (RFC 9112 §5.2)")
        }
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":"), index > range.lowerBound { return index }
            guard byte.isTokenCharacter else { break }
            bytes[index] = byte.lowercased
        }
        throw HTTPServerError(.malformedRequest, "a field line has no token before its colon (RFC 9112 §5.1)")
    }

    private static func value(in bytes: [UInt8], _ range: Range<Int>) throws(HTTPServerError) -> String {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start].isBlank { start += 1 }
        while start < end, bytes[end - 1].isBlank { end -= 1 }
        for index in start..<end where !bytes[index].isFieldValueCharacter {
            throw HTTPServerError(.malformedRequest, "a field value has a control character (RFC 9110 §5.5)")
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
