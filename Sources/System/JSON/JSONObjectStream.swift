/// A strict reader of one object that may be longer than memory, since some of its members are long lists.
///
/// Of the lists one element at a time is in memory, of everything else one member's value; each is read by a
/// `JSONScanner`, so every byte is validated as RFC 8259 asks. A member that is named twice is refused, in the object
/// as in those inside it.
package struct JSONObjectStream {
    /// The longest value of a member, or element of a list.
    static let longestValue = 16 << 20

    private let limits: JSONLimits
    private let more: () throws -> [UInt8]?
    private var window: [UInt8] = []
    /// The next byte of the window to be read.
    private var position = 0
    /// What came before the window.
    private var passed = JSONError.Passed()
    private var isAtEnd = false
    /// The names of the members that were read.
    package private(set) var names: Set<String> = []

    /// Reads what `more` gives, piece by piece, until that is `nil`.
    package init(limits: JSONLimits, from more: @escaping () throws -> [UInt8]?) {
        self.limits = limits
        self.more = more
    }

    /// Reads the object to the end of the document.
    ///
    /// `element` is handed the elements of the lists that are named in `lists`, `member` the value of any other member; what
    /// they leave of it is validated.
    package mutating func read(
        lists: Set<String>,
        member: (String, inout JSONScanner) throws -> Void,
        element: (String, inout JSONScanner) throws -> Void
    ) throws {
        try expect(UInt8(ascii: "{"), else: .expectedObject)
        while let name = try nextName() {
            if lists.contains(name), try nextByte() == UInt8(ascii: "[") {
                try readList { try element(name, &$0) }
            } else {
                try read(below: 1) { try member(name, &$0) }
            }
        }
        guard try !hasByte() else { throw error(.trailingBytes) }
    }

    private mutating func readList(_ element: (inout JSONScanner) throws -> Void) throws {
        try expect(UInt8(ascii: "["), else: .expectedArray)
        var isFirst = true
        while true {
            let byte = try nextByte()
            if byte == UInt8(ascii: "]") {
                position += 1
                return
            }
            if !isFirst {
                try expect(UInt8(ascii: ","), else: .unexpectedByte)
                _ = try nextByte()
            }
            isFirst = false
            try read(below: 2, element)
        }
    }

    /// The next member's name, with its colon passed; `nil` at the end of the object.
    private mutating func nextName() throws -> String? {
        let byte = try nextByte()
        if byte == UInt8(ascii: "}") {
            position += 1
            return nil
        }
        if !names.isEmpty {
            try expect(UInt8(ascii: ","), else: .unexpectedByte)
            _ = try nextByte()
        }
        var name = ""
        let start = position
        guard window[start] == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
        try read(below: 1) { name = try $0.string() }
        guard names.insert(name).inserted else { throw error(.duplicateKey, at: start) }
        guard names.count <= limits.names else { throw error(.tooManyNames, at: start) }
        try expect(UInt8(ascii: ":"), else: .unexpectedByte)
        return name
    }

    /// Reads the next value, which lies in the window then, and in `containers` others.
    private mutating func read(below containers: Int, _ body: (inout JSONScanner) throws -> Void) throws {
        _ = try nextByte()
        let end = try endOfValue()
        let limits = JSONLimits(depth: limits.depth - containers, bytes: limits.bytes, names: limits.names)
        do {
            var scanner = try JSONScanner(window, range: position..<end, limits: limits, duplicateKeys: .reject)
            let start = scanner.position
            try body(&scanner)
            if scanner.position == start { try scanner.skip() }
            try scanner.end()
        } catch let error as JSONError {
            // Where the value ends too early, something else follows that cannot stand there.
            let isCut = error.reason == .unexpectedEnd && end < window.count
            throw isCut ? self.error(.unexpectedByte, at: error.offset) : error.moved(behind: passed)
        }
        position = end
    }

    /// Where the value that starts at `position` ends, as far as brackets and quotes tell: whether it is one at all, the
    /// scanner says.
    private mutating func endOfValue() throws -> Int {
        var search = ValueEnd()
        var index = position
        while true {
            if let end = search.find(in: window, from: &index) { return end }
            guard index - position <= Self.longestValue else { throw error(.valueTooLong) }
            let before = position
            guard try refill() else {
                // A number may end with the document; all else is the scanner's to refuse.
                return window.count
            }
            index -= before - position
        }
    }

    private mutating func expect(_ byte: UInt8, else reason: JSONError.Reason) throws {
        guard try nextByte() == byte else { throw error(reason) }
        position += 1
    }

    private mutating func nextByte() throws -> UInt8 {
        guard try hasByte() else { throw error(.unexpectedEnd) }
        return window[position]
    }

    /// Whether there is another byte that is not white space, with `position` on it.
    private mutating func hasByte() throws -> Bool {
        while true {
            while position < window.count, window[position].isWhiteSpace { position += 1 }
            if position < window.count { return true }
            guard try refill() else { return false }
        }
    }

    /// Drops what was read and adds the next piece; `false` at the end.
    private mutating func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        passed.pass(window[..<position])
        window.removeSubrange(..<position)
        position = 0
        guard let piece = try more() else {
            isAtEnd = true
            return false
        }
        window += piece
        guard passed.bytes + window.count <= limits.bytes else { throw error(.tooLong) }
        return true
    }

    private func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        JSONError(reason, at: offset ?? position, in: window.span).moved(behind: passed)
    }
}

/// Looks for the end of a value without reading it, in pieces as they come.
private struct ValueEnd {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isScalar = false

    /// The position behind the value; `nil` where it goes on beyond `bytes`, all of which were looked at then.
    mutating func find(in bytes: [UInt8], from index: inout Int) -> Int? {
        while index < bytes.count {
            let byte = bytes[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if depth == 0 { return index + 1 }
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""):
                    if isScalar { return index }
                    isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return isScalar ? index : index + 1 }
                    depth -= 1
                    if depth == 0 { return index + 1 }
                case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09:
                    if depth == 0 { return isScalar ? index : index + 1 }
                default: if depth == 0 { isScalar = true }
                }
            }
            index += 1
        }
        return nil
    }
}
