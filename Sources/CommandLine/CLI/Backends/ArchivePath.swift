import FoundationEssentials
import Posix

/// An archive, or a folder of its members, as it was named on the command line.
struct ArchivePath: Sendable, CustomStringConvertible {
    let description: String
    let absolute: AbsolutePath

    /// Completes what may be relative to the folder the process was started in.
    init(_ text: String) throws {
        let folder = try AbsolutePath(FileManager.default.currentDirectoryPath)
        description = text
        absolute = try AbsolutePath(text, relativeTo: folder)
    }
}
