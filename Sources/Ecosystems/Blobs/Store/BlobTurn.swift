import Crypto

/// What only one task of this process does at a time.
enum BlobTurn: Hashable, Sendable {
    case settling
    case fetching(SHA256Digest)
    case fetching512(SHA512Digest)
}
