import API
import Logging
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
            return BrokenScan.Outcome(scanned, try await Self.repair(scanner, in: locked.folder, reporter))
        }
    }

    /// Mends what a scan found; that nobody answers makes no scan fail, which is over by then.
    private static func repair(
        _ scanner: any TreeScan,
        in folder: RepositoryFolder,
        _ reporter: Reporter
    ) async throws -> RepairedTree? {
        do {
            return try await scanner.repair(nil, in: folder, reporter: reporter)
        } catch let error as UpstreamError {
            reporter.log(.warning, "nothing was repaired: \(error)")
            return nil
        }
    }

    /// Throws where a repository is of a type that cannot be scanned and, where files are to be mended, cannot be mended
    /// here.
    func requireScannable(_ repository: Repository, mending: Bool) async throws {
        if mending { try requireRefreshing() }
        try await pages.run {
            let scanner = try Self.scanner(of: repository.open().tree, in: repository)
            if mending { try scanner.requireUpstream() }
        }
    }

    /// The tree as one that can be scanned.
    static func scanner(of tree: any Tree, in repository: Repository) throws -> any TreeScan {
        if let scanner = tree.scanning { return scanner }
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
