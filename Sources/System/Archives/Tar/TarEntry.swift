package import Posix

/// One regular file in a tar stream.
package struct TarEntry: Equatable, Sendable {
    /// Where it belongs, safe to join to a root.
    package let path: RelativePath
    /// Bytes of content.
    package let size: Int64
    /// Seconds since 1970, the same for every entry of an archive.
    package let modificationTime: Int64

    init(path: RelativePath, size: Int64, modificationTime: Int64) {
        self.path = path
        self.size = size
        self.modificationTime = modificationTime
    }
}

/// How much a tar stream may hold before a reader refuses it.
package struct TarLimits {
    /// Entries in the whole stream.
    package let entries: Int
    /// Bytes of content that the entry of a path may have; asked before any of them is given.
    package let size: (RelativePath) throws -> Int64

    /// Limits for one archive; what `size` throws is thrown on.
    package init(entries: Int = 4_000_000, size: @escaping (RelativePath) throws -> Int64 = { _ in .max }) {
        self.entries = entries
        self.size = size
    }
}
