import App
import Posix
import Transfer

/// Why a storage lies elsewhere than when it was first seen.
enum StorageIdentityChange {
    case moved, copied

    var sentence: String {
        switch self {
        case .moved: "keeps its identity at its new place"
        case .copied: "has an identity of its own"
        }
    }

    /// Notes it in the storage, while nobody else works on it.
    func apply(to repository: Repository, on pool: BlockingPool) async throws {
        try await pool.run {
            let folder = try repository.open().folder()
            let lock = try folder.lock(holder: "doctor, process \(CurrentProcess.id)")
            defer { withExtendedLifetime(lock) {} }
            switch self {
            case .moved: try folder.declareMoved()
            case .copied: try folder.declareCopied()
            }
        }
    }
}
