import Crypto
import Posix

/// The target snapshot of an archive together with the SHA-1 digests of what it carries.
struct CarriedFiles: ListedFiles {
    let target: Snapshot
    let sha1: [RelativePath: SHA1Digest]

    var platforms: [String] { target.platforms }
    func entry(at path: RelativePath) -> Entry? { target.entry(at: path) }
    func sha1(at path: RelativePath) -> SHA1Digest? { sha1[path] }
}
