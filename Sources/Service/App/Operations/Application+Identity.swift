import Reporting
import Transfer

/// Why a storage lies elsewhere than when it was first seen.
package enum StorageIdentityChange: Sendable {
    /// The old place is gone.
    case moved
    /// The original goes on elsewhere.
    case copied
}

extension Application {
    /// Notes in a storage why it lies where it does, while nobody else works on it.
    package func note(_ change: StorageIdentityChange, of repository: Repository) async throws {
        try await locked(repository, for: "doctor", reporter: .silent) { locked in
            switch change {
            case .moved: try locked.folder.declareMoved()
            case .copied: try locked.folder.declareCopied()
            }
        }
    }
}
