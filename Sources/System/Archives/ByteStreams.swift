package import Posix

/// Something that takes bytes in order: a file, a compressor, memory.
///
/// Bound to classes, so that a writer and its owner share one sink without copies or overlapping access.
package protocol ByteSink: AnyObject {
    /// Takes all of `bytes`, or throws; afterwards nothing of them is kept by reference.
    func write(_ bytes: RawSpan) throws
}

extension ByteSink {
    /// Takes the first `count` of `bytes`, for callers that may not make raw spans themselves.
    package func write(_ bytes: [UInt8], count: Int) throws { try write(bytes.span.bytes.extracting(first: count)) }

    /// Takes all of `bytes`.
    package func write(_ bytes: [UInt8]) throws { try write(bytes, count: bytes.count) }
}

/// Something that gives bytes in order: a file, a decompressor, memory.
package protocol ByteSource: AnyObject {
    /// Fills `buffer` from its start with at least one byte and returns how many; 0 means the end.
    ///
    /// The length of `buffer` is how much may be read; it is not changed and must not be 0.
    func read(into buffer: inout [UInt8]) throws -> Int
}

/// Hands every write on as an array of its own, which may travel to another thread.
package final class ChunkSink: ByteSink {
    private let take: ([UInt8]) throws -> Void

    package init(_ take: @escaping ([UInt8]) throws -> Void) { self.take = take }

    /// Copies `bytes` and hands them on.
    package func write(_ bytes: RawSpan) throws { try take(bytes.withUnsafeBytes { Array($0) }) }
}

/// A source that reads an open file from its current offset to its end.
package final class DescriptorSource: ByteSource {
    private let descriptor: Descriptor

    /// Takes over `descriptor`; it is closed with the source.
    package init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
        self.descriptor.adviseSequential()
    }

    package func read(into buffer: inout [UInt8]) throws -> Int { try descriptor.read(into: &buffer) }
}
