package import Posix

/// Reads paths as repositories state them: relative to the suite, or to the root of the archive.
package enum RepositoryPath {
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// Reads a path; throws what is no plain one: absolute, with `..`, with control characters.
    ///
    /// What changes nothing is dropped: `./` before it, and doubled slashes, as `apt-ftparchive` writes them.
    package static func read(_ bytes: ArraySlice<UInt8>) throws(PathError) -> RelativePath {
        guard bytes.first != slash, hasEmptyStep(bytes) else { return try RelativePath(bytes: bytes) }
        let parts = bytes.split(separator: slash).filter { !$0.elementsEqual([dot]) }
        return try RelativePath(bytes: parts.joined(separator: [slash]))
    }

    /// Whether there may be a part that is nothing or a dot: a slash at the end counts, and after a dot.
    private static func hasEmptyStep(_ bytes: ArraySlice<UInt8>) -> Bool {
        var last = slash
        for byte in bytes {
            if byte == slash, last == slash || last == dot { return true }
            last = byte
        }
        return last == slash
    }
}
