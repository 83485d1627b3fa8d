import API
import Jobs
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
        let isDryRun = arguments.dryRun ?? false
        return try await locked(repository, for: run, isDryRun: isDryRun, reporter: reporter) {
            [oldestQuarantine] locked in
            let opened = locked.repository
            let scanner = try Self.scanner(of: opened.tree, in: repository)
            if !isDryRun { try await scanner.prune(locked.folder, before: oldestQuarantine, reporter) }
            if arguments.allowShrink != true { try await StorageLosses(of: opened).requireFew(in: opened) }
            locked.noteStranger(to: reporter)
            var request = ScanRequest()
            request.isDeep = arguments.deep ?? false
            let scanned = try await scanner.scan(request, reporter: reporter)
            guard arguments.repair == true, !scanned.broken.isEmpty else {
                return BrokenScan.Outcome(scanned, nil, dryRun: isDryRun)
            }
            let repair = try await Self.repairFound(scanner, isDryRun: isDryRun, in: locked.folder, reporter)
            return BrokenScan.Outcome(scanned, repair, dryRun: isDryRun)
        }
    }

    /// Mends what a scan found; that nobody answers makes no scan fail, which is over by then.
    private static func repairFound(
        _ scanner: any TreeScan,
        isDryRun: Bool,
        in folder: RepositoryFolder,
        _ reporter: Reporter
    ) async throws -> FindingRepair.Outcome? {
        do {
            return try await repair(scanner, nil, isDryRun: isDryRun, in: folder, reporter)
        } catch let error as UpstreamError {
            reporter.log(.warning, "nothing was repaired: \(error)")
            return nil
        }
    }

    /// Throws where a repository is of a type that cannot be scanned and, where files are to be mended, cannot be mended
    /// here.
    func requireScannable(_ repository: Repository, mending: Bool) async throws {
        if mending { try require(.online) }
        try await repository.lane.away {
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
    init(_ scanned: ScannedTree, _ repair: FindingRepair.Outcome?, dryRun: Bool) {
        let whole = dryRun ? [] : Set(repair?.repaired.items.map(\.path) ?? [])
        self.init(
            packages: scanned.packages,
            files: scanned.files,
            scanned: scanned.scanned,
            bytes: scanned.bytes,
            broken: scanned.broken.map { BrokenFile($0) }.filter { !whole.contains($0.path) },
            drifted: scanned.drifted.map { BrokenFile($0) },
            repair: repair,
            dryRun: dryRun
        )
    }
}
