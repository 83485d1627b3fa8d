import HTTPMessages

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
