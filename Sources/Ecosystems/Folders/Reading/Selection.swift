package import Globs
import Posix
import Transfer

/// What of a folder is carried, and what of it arrives last.
package struct Selection: Hashable, Sendable {
    /// How many patterns `last` may have: as many kinds are known (docs/formats/files.md).
    package static let lastLimit = 99

    let exclude: [PathPattern]
    let last: [PathPattern]

    /// Leaves out what one of `exclude` matches, with all that lies beneath; what one of `last` matches is placed after
    /// everything else, in the order of the patterns.
    package init(exclude: [PathPattern] = [], last: [PathPattern] = []) {
        self.exclude = exclude
        self.last = last
    }

    /// Where fsck(8) puts what it finds: in the root of every ext file system, for root alone.
    private static let lostAndFound = "lost+found"

    /// Whether a file is left out, by its own path or by that of a folder above it.
    func excludes(_ path: RelativePath) -> Bool { sequence(first: path) { $0.parent }.contains(where: leavesOut) }

    /// Whether a file or folder is left out by its own path, with all that lies beneath.
    func leavesOut(_ path: RelativePath) -> Bool {
        path.string == Self.lostAndFound || exclude.contains { $0.matches(path) }
    }

    /// The kind of a file that arrives last: the first pattern of `last` that matches decides; `nil` for any other.
    func kind(of path: RelativePath) -> EntryKind? {
        last.firstIndex { $0.matches(path) }.map { .last($0 + 1) }
    }
}

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
    func matches(_ path: RelativePath) -> Bool { matches(path.string) }

    /// The same, for what people are told is a path.
    package func matches(_ path: String) -> Bool {
        guard !glob.string.utf8.contains(UInt8(ascii: "/")) else { return glob.matches(path) }
        return glob.matches(path.split(separator: "/").last.map(String.init) ?? path)
    }
}
