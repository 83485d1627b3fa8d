import Crypto
import Posix
import Trees

/// A file as the index knows it.
struct IndexedFile: Sendable, Equatable {
    let path: RelativePath
    let identity: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let hashedAt: Int64
    let sha512: SHA512Digest

    /// Whether what lies there now need not be read again.
    func isCurrent(_ info: FileInfo) -> Bool { FileIdentity(info) == identity && identity.isSettled(at: hashedAt) }
}
