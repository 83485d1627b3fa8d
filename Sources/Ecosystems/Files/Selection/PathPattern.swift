package import Globs
import Posix

/// A glob over the paths of a folder (docs/formats/files.md).
///
/// Without a slash it is about names, at any depth; with one, about the whole path from the folder on.
package struct PathPattern: Hashable, Sendable, CustomStringConvertible {
    private let glob: Glob

    /// Checks `string`; throws what is not read.
    package init(_ string: String) throws(Glob.Refusal) { glob = try Glob(string) }

    /// The pattern as it was written.
    package var description: String { glob.string }

    /// Whether a file or folder of this path is meant itself.
    func matches(_ path: RelativePath) -> Bool {
        glob.matches(glob.string.utf8.contains(UInt8(ascii: "/")) ? path.string : path.lastComponent)
    }
}
