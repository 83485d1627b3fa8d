/// Hands every write on as an array of its own, which may travel to another thread.
package final class ChunkSink: ByteSink {
    private let take: ([UInt8]) throws -> Void

    package init(_ take: @escaping ([UInt8]) throws -> Void) { self.take = take }

    /// Copies `bytes` and hands them on.
    package func write(_ bytes: RawSpan) throws { try take(bytes.withUnsafeBytes { Array($0) }) }
}
