import Crypto
import Posix
import Spooling
import Transfer

/// What tells a package's folder in which nothing was touched: as long as another look at it gives the same, it need not
/// be compared file by file (docs/adr/0029-an-untouched-folder-is-told-by-its-fingerprint.md).
///
/// The number of the device is no part of it: that may be another after a restart.
struct FolderFingerprint: Hashable, Sendable {
    /// Raised where other things are found in the same files.
    private static let rules: Int64 = 1

    let digest: SHA256Digest

    /// Takes that of a folder in which these entries were seen.
    init(of entries: [DirectoryEntry], at location: RelativePath) {
        var packed = PackedBytes()
        packed.pack(Self.rules)
        packed.pack(Int64(PackageFacts.form))
        packed.pack(location.string)
        for entry in entries.sorted(by: { $0.name < $1.name }) {
            packed.pack(entry.name)
            entry.info.kind.pack(into: &packed)
            for number in [
                Int64(bitPattern: entry.info.inode), entry.info.size, entry.info.modified, entry.info.changed,
            ] {
                packed.pack(number)
            }
        }
        digest = SHA256.hash(packed.bytes)
    }

    /// Takes back one that was kept.
    init?(bytes: [UInt8]) {
        guard let digest = SHA256Digest(bytes: bytes) else { return nil }
        self.digest = digest
    }
}

extension FolderFingerprint: Spoolable {
    func pack(into bytes: inout PackedBytes) { digest.append(to: &bytes.bytes) }

    init(unpacking bytes: inout PackedReader) {
        digest = SHA256Digest(in: bytes.bytes, at: bytes.position)
        bytes.position += SHA256Digest.byteCount
    }
}
