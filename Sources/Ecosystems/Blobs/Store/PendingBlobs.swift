import Crypto
import Synchronization

/// What lies in the store whole, and has no row yet because nothing says that it would survive a power cut.
final class PendingBlobs: Sendable {
    private struct State {
        var bySHA256: [SHA256Digest: Blob] = [:]
        var bySHA512: [SHA512Digest: Blob] = [:]
    }

    private let state = Mutex(State())

    func add(_ blob: Blob) {
        state.withLock { state in
            state.bySHA256[blob.sha256] = blob
            state.bySHA512[blob.sha512] = blob
        }
    }

    func find(_ sha256: SHA256Digest) -> Blob? { state.withLock { $0.bySHA256[sha256] } }

    func find(_ sha512: SHA512Digest) -> Blob? { state.withLock { $0.bySHA512[sha512] } }

    /// All there are now.
    var all: [Blob] { state.withLock { Array($0.bySHA256.values) } }

    /// Forgets those, whose files are gone.
    func forget(_ digests: [SHA256Digest]) { remove(digests.compactMap(find)) }

    /// Forgets those.
    func remove(_ blobs: [Blob]) {
        state.withLock { state in
            for blob in blobs {
                state.bySHA256[blob.sha256] = nil
                state.bySHA512[blob.sha512] = nil
            }
        }
    }
}
