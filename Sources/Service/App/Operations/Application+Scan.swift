import API
import Posix
import Reporting
import Requests
import Transfer
import Trees

extension Application {
    /// Reads the files of a storage for everything that can be wrong with them, and mends what is broken if that is
    /// asked for.
    func scan(
        _ repository: Repository,
        _ arguments: BrokenScan,
        run: String,
        reporter: Reporter
    ) async throws -> BrokenScan.Outcome {
        try await locked(repository, for: run, reporter: reporter) { locked in
            let opened = locked.repository
            let scanner = try Self.scanner(of: opened.tree, in: repository)
            if arguments.allowShrink != true { try await StorageLosses(of: opened).requireFew(in: opened) }
            locked.noteStranger(to: reporter)
            var request = ScanRequest()
            request.isDeep = arguments.deep ?? false
            let scanned = try await scanner.scan(request, reporter: reporter)
            guard arguments.repair == true, !scanned.broken.isEmpty else { return BrokenScan.Outcome(scanned) }
            return BrokenScan.Outcome(scanned, try await scanner.repair(nil, in: locked.folder, reporter: reporter))
        }
    }

    /// Throws where a repository is of a type that cannot be scanned.
    func requireScannable(_ repository: Repository) async throws {
        try await pages.run { _ = try Self.scanner(of: repository.open().tree, in: repository) }
    }

    /// The tree as one that can be scanned.
    static func scanner(of tree: any Tree, in repository: Repository) throws -> any TreeScan {
        if let scanner = tree as? any TreeScan { return scanner }
        throw RequestRefusal(
            member: "repository",
            "\(repository.name) is of the type \(repository.ecosystem.type), whose files say nothing of themselves that could "
                + "be checked; a deep collect reads every byte of it again."
        )
    }
}

extension BrokenScan.Outcome {
    /// Shows what engines found and mended.
    init(_ scanned: ScannedTree, _ repaired: RepairedTree? = nil) {
        let whole = Set(repaired?.repaired.map(\.finding.path) ?? [])
        self.init(
            packages: scanned.packages,
            files: scanned.files,
            scanned: scanned.scanned,
            bytes: scanned.bytes,
            broken: scanned.broken.filter { !whole.contains($0.path) }.map { BrokenFile($0) },
            drifted: scanned.drifted.map { BrokenFile($0) },
            repair: repaired.map(FindingRepair.Outcome.init)
        )
    }
}
