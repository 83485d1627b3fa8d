import JSON

/// JSON laid out as `JSON.stringify(value, null, '\t')` does it, from spans of documents that are laid out anyhow.
struct TabbedJSON {
    private var bytes: [UInt8] = []
    private var depth = 0
    /// Whether the container that was opened last holds nothing yet.
    private var isEmpty = false
    /// Whether what comes next stands on a line of its own.
    private var isDue = false

    /// How much there is.
    var count: Int { bytes.count }

    /// Hands over what there is so far, and goes on behind it.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    mutating func beginObject() { open(UInt8(ascii: "{")) }

    mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Begins a member, whose value must follow.
    mutating func key(_ name: String) {
        if !isEmpty { separate() }
        string(name)
        colon()
    }

    mutating func string(_ text: String) { content(JSONValue.string(text).encoded()[...]) }

    mutating func integer(_ number: Int64) { content(Array("\(number)".utf8)[...]) }

    /// A value that was read before, in this layout.
    mutating func value(_ source: [UInt8], _ span: Range<Int>) {
        var position = span.lowerBound
        while position < span.upperBound {
            let byte = source[position]
            let end = Self.endOfToken(source, from: position, before: span.upperBound)
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): close(byte)
            case UInt8(ascii: ","): separate()
            case UInt8(ascii: ":"): colon()
            case 0x20, 0x09, 0x0A, 0x0D: break
            default: content(source[position..<end])
            }
            position = end
        }
    }

    /// The end of a string, a number or a word; a sign and white space are tokens of one byte.
    private static func endOfToken(_ source: [UInt8], from start: Int, before limit: Int) -> Int {
        let bytes = source.span
        var end = start + 1
        if bytes[start] == UInt8(ascii: "\"") {
            while end < limit, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
            return min(end + 1, limit)
        }
        guard isWord(bytes[start]) else { return end }
        while end < limit, isWord(bytes[end]) { end += 1 }
        return end
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func content(_ text: ArraySlice<UInt8>) {
        startLine()
        bytes.append(contentsOf: text)
    }

    private mutating func open(_ byte: UInt8) {
        startLine()
        bytes.append(byte)
        depth += 1
        (isEmpty, isDue) = (true, true)
    }

    private mutating func close(_ byte: UInt8) {
        depth -= 1
        if isEmpty { (isEmpty, isDue) = (false, false) } else { isDue = true }
        startLine()
        bytes.append(byte)
    }

    private mutating func separate() {
        bytes.append(UInt8(ascii: ","))
        isDue = true
    }

    private mutating func colon() {
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
    }

    private mutating func startLine() {
        defer { (isEmpty, isDue) = (false, false) }
        guard isDue else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x09, count: depth))
    }
}
