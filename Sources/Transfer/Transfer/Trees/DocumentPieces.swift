import JSON

/// A long document that is written piece by piece, so that no more than a piece is in memory.
struct DocumentPieces {
    private static let length = 64 << 10

    /// What was not handed on yet.
    var bytes: [UInt8] = []

    /// All that `write` hands on, for documents that are short enough.
    static func joined(_ write: (([UInt8]) -> Void) -> Void) -> [UInt8] {
        var all: [UInt8] = []
        write { all += $0 }
        return all
    }

    /// Adds the elements of a list that is open: objects with the members that `members` writes, which begin lines of their
    /// own where the separator ends one.
    mutating func add<Elements: Sequence, Failure>(
        _ elements: Elements,
        separatedBy separator: String = ",\n",
        to sink: ([UInt8]) throws(Failure) -> Void,
        _ members: (Elements.Element, inout JSONWriter) -> Void
    ) throws(Failure) {
        var before = separator.utf8.dropFirst()
        for element in elements {
            var writer = JSONWriter()
            writer.beginObject()
            members(element, &writer)
            writer.endObject()
            bytes.append(contentsOf: before)
            bytes.append(contentsOf: writer.finish())
            before = separator.utf8[...]
            try drain(to: sink)
        }
    }

    /// Hands on what is there once it is long enough.
    mutating func drain<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        if bytes.count > Self.length { try finish(to: sink) }
    }

    /// Hands on what is left.
    mutating func finish<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
