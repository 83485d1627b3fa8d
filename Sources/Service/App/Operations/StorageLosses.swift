import Posix
import Transfer
import Trees

/// How much of what the index knows of a storage is no longer there.
struct StorageLosses: Sendable, Equatable {
    /// Packages that the index knows.
    private(set) var known = 0
    /// Those of which nothing is left.
    private(set) var gone: [String] = []
    private var knownFiles = 0
    private var goneFiles = 0

    /// Looks for the folder of every package that is known.
    ///
    /// Runs where blocking is allowed; reads names only.
    init(of opened: OpenRepository) async throws {
        let packages = try await opened.repository.catalog.page(limit: .max).packages
        for package in packages {
            try Task.checkCancellation()
            known += 1
            knownFiles += package.files + 1
            guard try !opened.tree.holds(package.name) else { continue }
            gone.append(package.name)
            goneFiles += package.files + 1
        }
    }

    /// Whether so much is gone that it looks like a mistake, by the measure of a build: more than a tenth.
    var areSuspicious: Bool { goneFiles * 10 > knownFiles }

    /// Throws `TransferError.shrunk` when so much is gone.
    func requireFew(in opened: OpenRepository) throws {
        guard areSuspicious else { return }
        throw TransferError(
            .shrunk,
            opened.repository.name,
            "lost \(gone.count) of the \(known) packages that were there when it was read last",
            hint:
                "Check that \(opened.root.path) is the right folder and mounted, or take it as it is with --allow-shrink",
            details: gone
        )
    }
}
