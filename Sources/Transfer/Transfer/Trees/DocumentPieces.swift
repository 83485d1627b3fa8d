/// A long document that is written piece by piece, so that no more than a piece is in memory.
struct DocumentPieces {
    private static let length = 64 << 10

    /// What was not handed on yet.
    var bytes: [UInt8] = []

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
