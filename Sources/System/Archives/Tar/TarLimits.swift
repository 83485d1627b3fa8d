package import Posix

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
