package import Posix

/// A sink that writes to an open file, unbuffered; put a compressor or large chunks in front of it.
package final class DescriptorSink: ByteSink {
    private let descriptor: Descriptor

    /// Takes over `descriptor` and writes from its current offset; it is closed with the sink.
    package init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    package func write(_ bytes: RawSpan) throws { try descriptor.write(bytes) }

    /// Lends the file, to synchronize it or to ask for its size.
    package func withDescriptor<T>(_ body: (borrowing Descriptor) throws -> T) rethrows -> T { try body(descriptor) }
}
