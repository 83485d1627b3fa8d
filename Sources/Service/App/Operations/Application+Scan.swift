import API
import Reporting
import Requests
import Transfer
import Trees

extension Application {
    /// Reads the files of a storage for everything that can be wrong with them.
    func scan(
        _ repository: Repository,
        _ request: ScanRequest,
        allowShrink: Bool,
        run: String,
        reporter: Reporter
    ) async throws -> BrokenScan.Outcome {
        let scanned = try await locked(repository, for: run, reporter: reporter) { locked in
            let opened = locked.repository
            let scanner = try Self.scanner(of: opened.tree, in: repository)
            if !allowShrink { try await StorageLosses(of: opened).requireFew(in: opened) }
            locked.noteStranger(to: reporter)
            return try await scanner.scan(request, reporter: reporter)
        }
        return BrokenScan.Outcome(scanned)
    }

    /// The tree as one that can be scanned.
    static func scanner(of tree: any Tree, in repository: Repository) throws -> any TreeScan {
        if let scanner = tree as? any TreeScan { return scanner }
        throw RequestRefusal(
            member: "repository",
            "\(repository.name) is of type \(repository.ecosystem.type), whose files say nothing of themselves that could "
                + "be checked; `collect` with `deep` reads every byte of it again"
        )
    }
}

extension BrokenScan.Outcome {
    /// Shows what an engine found.
    init(_ scanned: ScannedTree) {
        self.init(
            packages: scanned.packages,
            files: scanned.files,
            scanned: scanned.scanned,
            bytes: scanned.bytes,
            broken: scanned.broken.map(BrokenFile.init),
            drifted: scanned.drifted.map(BrokenFile.init)
        )
    }
}
