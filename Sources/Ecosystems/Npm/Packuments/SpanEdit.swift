/// A change to a copy of some bytes: what stands in `range` is written otherwise, or something is put before it.
struct SpanEdit: Hashable, Sendable {
    let range: Range<Int>
    let bytes: [UInt8]

    init(_ range: Range<Int>, _ text: String) {
        self.range = range
        bytes = Array(text.utf8)
    }

    init(_ range: Range<Int>, _ bytes: [UInt8]) {
        self.range = range
        self.bytes = bytes
    }
}

extension [UInt8] {
    /// Appends the bytes of `source` in `span` with its edits made, which lie in it in order and do not overlap.
    mutating func append(_ source: [UInt8], _ span: Range<Int>, edited edits: some Sequence<SpanEdit>) {
        var position = span.lowerBound
        for edit in edits {
            append(contentsOf: source[position..<edit.range.lowerBound])
            append(contentsOf: edit.bytes)
            position = edit.range.upperBound
        }
        append(contentsOf: source[position..<span.upperBound])
    }
}
