package import Posix

/// A tarball of the registry, opened to be sent.
package struct RegistryTarball: ~Copyable, Sendable {
    private let descriptor: Descriptor
    /// How many bytes it has.
    package let size: Int64
    /// A strong validator, without its quotes (RFC 9110 §8.8.3).
    package let entityTag: String

    init(_ descriptor: consuming Descriptor, size: Int64, entityTag: String) {
        self.descriptor = descriptor
        self.size = size
        self.entityTag = entityTag
    }

    /// Hands over the open file, which is at its start.
    package consuming func file() -> Descriptor { descriptor }
}
