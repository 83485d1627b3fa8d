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
