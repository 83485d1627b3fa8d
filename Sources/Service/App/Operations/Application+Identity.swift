import Reporting
import Transfer
import Trees

/// Why a storage lies elsewhere than when it was first seen.
package enum StorageIdentityChange: Sendable {
    /// The old place is gone.
    case moved
    /// The original goes on elsewhere.
    case copied
}

extension Application {
    /// Notes in a storage why it lies where it does, while nobody else works on it.
    package func note(
        _ change: StorageIdentityChange,
        of repository: Repository,
        isDryRun: Bool = false
    ) async throws {
        let known = try await repository.record.known()
        try await locked(
            repository,
            for: "doctor",
            isDeclared: true,
            isDryRun: isDryRun,
            reporter: .silent
        ) { [self] locked in
            guard !isDryRun else { return }
            switch change {
            case .moved: try locked.folder.declareMoved(remembered: known?.uuid)
            case .copied: try locked.folder.declareCopied()
            }
            try await recognize(locked.repository, locked.folder)
        }
    }
}
