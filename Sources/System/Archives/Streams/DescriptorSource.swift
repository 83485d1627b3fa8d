package import Posix

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
