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
