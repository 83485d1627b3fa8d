import Reporting
import Transfer
import Trees

/// Why a storage is not the folder that got its identity, or not as it was.
package enum StorageIdentityChange: Sendable {
    /// The old place is gone.
    case moved
    /// The original goes on elsewhere.
    case copied
    /// It came back from a backup, and may lack what was there since.
    case restored
}

extension Application {
    /// Notes in a storage how it came to be what it is, while nobody else works on it.
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
            case .restored:
                let uuid = try locked.folder.uuid() ?? known?.uuid
                let newest = try await newestSequence(of: uuid)
                try locked.folder.declareRestored(knowing: newest, remembered: uuid)
            }
            try await recognize(locked.repository, locked.folder)
        }
    }
    /// The highest number of the archives that are known of a tree; 0 where there is none.
    func newestSequence(of uuid: String?) async throws -> Int64 {
        guard let uuid else { return 0 }
        return try await artifacts.all(of: uuid).first?.sequence ?? 0
    }
}
