/// Appends one JSON document to an array of bytes, in the order in which it is told.
///
/// It never fails: what it cannot express (a container left open, a value without a name) is a programmer's error and
/// stops the program. Spans that are already JSON are copied by `raw`.
package struct JSONWriter: Sendable {
    /// How members and elements are laid out.
    package enum Layout: Hashable, Sendable {
        /// No white space at all.
        case compact
        /// One line per member and element, each level indented by this many spaces.
        case indented(Int)
    }

    private enum Container: Sendable { case object, array }

    private var bytes: [UInt8]
    private let layout: Layout
    private var open: [Container] = []
    private var isFirst = true
    private var followsName = false

    /// Continues `bytes`, with room for `capacity` more.
    package init(appendingTo bytes: consuming [UInt8] = [], layout: Layout = .compact, capacity: Int = 0) {
        if capacity > 0 { bytes.reserveCapacity(bytes.count + capacity) }
        self.bytes = bytes
        self.layout = layout
    }

    /// How many bytes there are so far.
    package var count: Int { bytes.count }

    /// Hands over the bytes; every container must have been closed.
    package consuming func finish() -> [UInt8] {
        precondition(open.isEmpty, "every container must be closed before the document is finished")
        return bytes
    }

    /// Opens an object.
    package mutating func beginObject() { begin(.object, UInt8(ascii: "{")) }

    /// Closes the innermost object.
    package mutating func endObject() { close(.object, UInt8(ascii: "}")) }

    /// Opens an array.
    package mutating func beginArray() { begin(.array, UInt8(ascii: "[")) }

    /// Closes the innermost array.
    package mutating func endArray() { close(.array, UInt8(ascii: "]")) }

    /// Writes the name of the next member.
    package mutating func key(_ name: String) {
        beginName()
        appendQuoted(name)
        endName()
    }

    /// Writes the name of the next member by copying it, quotes and escapes included.
    package mutating func rawKey(_ source: [UInt8], _ range: Range<Int>) {
        beginName()
        bytes.append(contentsOf: source[range])
        endName()
    }

    /// Writes a string, escaping only what RFC 8259 §7 demands.
    package mutating func string(_ text: String) {
        beginValue()
        appendQuoted(text)
    }

    /// Writes a whole number.
    package mutating func integer(_ value: some BinaryInteger) {
        beginValue()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Writes a number in its shortest exact form; `null` if it is infinite or not a number.
    package mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        beginValue()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        beginValue()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    package mutating func null() {
        beginValue()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Copies a value that is already JSON, byte for byte.
    package mutating func raw(_ source: [UInt8], _ range: Range<Int>) {
        beginValue()
        bytes.append(contentsOf: source[range])
    }

    /// Copies a value that is already JSON, byte for byte.
    package mutating func raw(_ value: some Collection<UInt8>) {
        beginValue()
        bytes.append(contentsOf: value)
    }

    /// Lets `append` put a value that is already JSON together from pieces.
    package mutating func raw(_ append: (inout [UInt8]) -> Void) {
        beginValue()
        append(&bytes)
    }

    private mutating func begin(_ container: Container, _ bracket: UInt8) {
        beginValue()
        bytes.append(bracket)
        open.append(container)
        isFirst = true
    }

    private mutating func close(_ container: Container, _ bracket: UInt8) {
        precondition(open.popLast() == container && !followsName, "a container is closed by its own bracket")
        if !isFirst { breakLine() }
        bytes.append(bracket)
        isFirst = false
    }

    private mutating func beginName() {
        precondition(open.last == .object && !followsName, "only objects have names, one for each value")
        beginEntry()
    }

    private mutating func endName() {
        bytes.append(UInt8(ascii: ":"))
        if layout != .compact { bytes.append(UInt8(ascii: " ")) }
        followsName = true
    }

    private mutating func beginValue() {
        if followsName {
            followsName = false
            return
        }
        precondition(open.last != .object, "a value in an object needs a name")
        if open.isEmpty {
            precondition(isFirst, "a document is one value")
            isFirst = false
        } else {
            beginEntry()
        }
    }

    private mutating func beginEntry() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        breakLine()
    }

    private mutating func breakLine() {
        guard case .indented(let width) = layout else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width * open.count))
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        StringLiteral.appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
