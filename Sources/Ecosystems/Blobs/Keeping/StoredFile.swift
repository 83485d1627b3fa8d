import Crypto
import Posix

/// A file of the store by what it is called, whatever it holds.
struct StoredFile: Sendable {
    let sha256: SHA256Digest
    let info: FileInfo
}

extension BlobStore {
    /// Every file that is called as a content, in no order.
    func files() throws -> [StoredFile] {
        var found: [StoredFile] = []
        for shard in try root.entries() where shard.info.kind == .directory && shard.name.utf8.count == 2 {
            try Task.checkCancellation()
            for entry in try root.subdirectory(RelativePath(shard.name)).entries() where entry.info.kind == .regular {
                guard let digest = SHA256Digest(hex: shard.name + entry.name) else { continue }
                found.append(StoredFile(sha256: digest, info: entry.info))
            }
        }
        return found
    }
}
