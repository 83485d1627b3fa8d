import Crypto
import Posix

extension RelativePath {
    /// Another place for what belongs at this path, in one of sixteen folders, by which it is found again while it waits or
    /// is kept.
    ///
    /// A folder for each package would have to be made and removed again for every import, and costs a disk as much as a
    /// file. Made of the SHA-256 of the path, so that no two paths share one.
    var flat: RelativePath {
        get throws {
            let digits = SHA256.hash(Array(string.utf8)).hex.prefix(32)
            return try RelativePath("\(digits.prefix(1))/\(digits)")
        }
    }
}
