package import Posix

/// Reads paths as repositories state them: relative to the suite, or to the root of the archive.
package enum RepositoryPath {
    /// Drops what changes nothing, `./` and doubled slashes as `apt-ftparchive` writes them, and refuses the rest that is no
    /// plain path: absolute ones, `..`, control characters.
    package static func read(_ bytes: some Sequence<UInt8>) throws(PathError) -> RelativePath {
        let bytes = Array(bytes)
        let slash = UInt8(ascii: "/")
        guard bytes.first != slash, bytes.contains(slash) else { return try RelativePath(bytes: bytes) }
        let parts = bytes.split(separator: slash).filter { $0 != [UInt8(ascii: ".")] }
        return try RelativePath(bytes: parts.joined(separator: [slash]))
    }
}
