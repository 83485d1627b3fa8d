extension ByteSink {
    /// Takes the first `count` of `bytes`, for callers that may not make raw spans themselves.
    package func write(_ bytes: [UInt8], count: Int) throws { try write(bytes.span.bytes.extracting(first: count)) }

    /// Takes all of `bytes`.
    package func write(_ bytes: [UInt8]) throws { try write(bytes, count: bytes.count) }
}
