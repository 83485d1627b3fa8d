import API
import Posix

/// A lockfile, or another list of packages, that arguments of a job name by its path on this machine.
enum PackageListFile {
    /// Larger than any lockfile.
    private static let largest = 16 << 20

    /// Its bytes; blocks.
    static func read(_ path: String) throws -> [UInt8] {
        let path = try AbsolutePath(path)
        do {
            return try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(limit: largest)
        } catch let error as SystemError where error.errno == .noEntry || error.errno == .notDirectory {
            throw Problem(.notFound, detail: "There is nothing at \(path).")
        } catch let error as SystemError where error.errno == .fileTooLarge {
            throw Problem(.tooLarge, detail: "\(path) has more than \(largest >> 20) MiB: no lockfile is as large.")
        }
    }
}
