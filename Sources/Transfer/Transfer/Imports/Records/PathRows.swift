package import Crypto
package import Posix
package import Spooling

extension RelativePath: Spoolable {
    package func pack(into bytes: inout PackedBytes) { bytes.pack(self) }

    package init(unpacking bytes: inout PackedReader) { self = bytes.path() }
}

extension SHA512Digest: Spoolable {
    package func pack(into bytes: inout PackedBytes) { bytes.pack(self) }

    package init(unpacking bytes: inout PackedReader) { self = bytes.digest() }
}

/// What a key is mapped to of which nothing is said but that it is there.
struct Present: Spoolable, Equatable {
    func pack(into bytes: inout PackedBytes) {}

    init(unpacking bytes: inout PackedReader) {}

    init() {}
}

extension SpooledMap where Value == Present {
    /// Adds a key.
    mutating func insert(_ key: Key) throws { try set(key, Present()) }

    /// Whether a key is there.
    func contains(_ key: Key) -> Bool { self[key] != nil }
}
