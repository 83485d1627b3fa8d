/// Strict JSON out of what JavaScript's `JSON.parse` takes, for documents that other programs wrote.
///
/// What comes out means what Node would read, said so that every strict reader takes it: of a member named twice the last counts, half a surrogate pair and bytes that are not UTF-8 become
/// U+FFFD, a byte order mark is passed over, and containers below the depth of `limits` are null. White space between
/// values is left out. Everything else stays byte for byte.
package enum TidyJSON {
    /// The greatest number of containers inside one another that is read at all.
    package static let deepest = 10_000

    /// Tidies one whole document; throws where `JSON.parse` would, or beyond the limits.
    ///
    /// The time it takes grows with the length alone, whatever the bytes are.
    package static func tidied(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> [UInt8] {
        guard bytes.count <= limits.bytes else { throw JSONError(.tooLong, at: limits.bytes, in: bytes.span) }
        var pass = TidyingPass(bytes, limits: limits)
        return try pass.run()
    }
}

/// One pass from the first byte to the last, without recursion.
struct TidyingPass {
    /// A container that is still open in what was written.
    private struct Frame {
        let isObject: Bool
        /// Where its bracket was written.
        let start: Int
        /// Where its members begin among those of all open objects.
        let firstMember: Int
        var isFirst = true
    }

    let bytes: [UInt8]
    let limits: JSONLimits
    var position = 0
    var output: [UInt8] = []
    private var frames: [Frame] = []
    private var members: [TidiedMember] = []

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        output.reserveCapacity(bytes.count)
    }

    mutating func run() throws(JSONError) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try value()
        while let frame = frames.last { try entry(of: frame) }
        skipWhiteSpace()
        guard position == bytes.count else { throw error(.trailingBytes) }
        return output
    }

    /// Reads a closing bracket, or one member or element with the comma before it.
    private mutating func entry(of frame: Frame) throws(JSONError) {
        if try nextByte() == UInt8(ascii: frame.isObject ? "}" : "]") { return close(frame) }
        if !frame.isFirst { try expect(UInt8(ascii: ",")) }
        frames[frames.count - 1].isFirst = false
        if frame.isObject { try name() }
        try value()
    }

    private mutating func name() throws(JSONError) {
        guard try nextByte() == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
        let start = output.count
        let isEscaped = try string()
        members.append(TidiedMember(name: (start + 1)..<(output.count - 1), isEscaped: isEscaped))
        try expect(UInt8(ascii: ":"))
    }

    /// Copies a scalar, or opens a container.
    private mutating func value() throws(JSONError) {
        switch try nextByte() {
        case UInt8(ascii: "{"): try open(isObject: true)
        case UInt8(ascii: "["): try open(isObject: false)
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            copy(to: try NumberLiteral.close(bytes.span, from: position, to: bytes.count).0)
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func open(isObject: Bool) throws(JSONError) {
        guard frames.count < TidyJSON.deepest else { throw error(.tooDeep) }
        frames.append(Frame(isObject: isObject, start: output.count, firstMember: members.count))
        copy(to: position + 1)
    }

    private mutating func close(_ frame: Frame) {
        let isTooDeep = frames.count > limits.depth
        copy(to: position + 1)
        if isTooDeep {
            output.removeLast(output.count - frame.start)
            output.append(contentsOf: "null".utf8)
        } else if members.count - frame.firstMember > 1 {
            let own = members[frame.firstMember...]
            TidiedMember.keepLast(of: own, in: &output, from: frame.start)
        }
        members.removeLast(members.count - frame.firstMember)
        frames.removeLast()
    }
}

/// What the pass passes.
extension TidyingPass {
    /// Copies the bytes before `end`.
    mutating func copy(to end: Int) {
        output.append(contentsOf: bytes[position..<end])
        position = end
    }

    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason, at: position, in: bytes.span) }

    private mutating func skipWhiteSpace() {
        while position < bytes.count, bytes[position].isWhiteSpace { position += 1 }
    }

    private mutating func nextByte() throws(JSONError) -> UInt8 {
        skipWhiteSpace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try nextByte() == byte else { throw error(.unexpectedByte) }
        copy(to: position + 1)
    }

    private mutating func word(_ text: String) throws(JSONError) {
        guard bytes[position...].starts(with: text.utf8) else { throw error(.unexpectedByte) }
        copy(to: position + text.utf8.count)
    }
}
