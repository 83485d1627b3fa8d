import API
import Reporting
import Transfer
import Trees

extension Application {
    /// Has broken files of a storage fetched again: these, or all that this may cure.
    func repair(
        _ repository: Repository,
        _ findings: Set<Int64>?,
        isDryRun: Bool,
        run: String,
        reporter: Reporter
    ) async throws -> FindingRepair.Outcome {
        try await locked(repository, for: run, isDryRun: isDryRun, reporter: reporter) { [oldestQuarantine] locked in
            let scanner = try Self.scanner(of: locked.repository.tree, in: repository)
            if !isDryRun { try await scanner.prune(locked.folder, before: oldestQuarantine, reporter) }
            return try await Self.repair(scanner, findings, isDryRun: isDryRun, in: locked.folder, reporter)
        }
    }

    /// Mends findings or, in a dry run, names those that would be.
    static func repair(
        _ scanner: any TreeScan,
        _ findings: Set<Int64>?,
        isDryRun: Bool,
        in folder: RepositoryFolder,
        _ reporter: Reporter
    ) async throws -> FindingRepair.Outcome {
        guard isDryRun else {
            return FindingRepair.Outcome(try await scanner.repair(findings, in: folder, reporter: reporter))
        }
        let wanted = try await scanner.repairable(findings).map { BrokenFile($0) }
        return FindingRepair.Outcome(repaired: wanted, failed: [], dryRun: true)
    }

    /// Throws where a finding is none that could be mended now.
    func requireRepairable(_ findings: Set<Int64>?, in repository: Repository) async throws {
        for id in findings ?? [] {
            guard let finding = try await repository.findings.finding(id) else {
                throw TransferError.noFinding("\(id)", in: repository.name)
            }
            try finding.requireChange(to: .repairing)
        }
    }
}

extension FindingRepair.Outcome {
    /// Shows what an engine did.
    init(_ repaired: RepairedTree) {
        self.init(
            repaired: repaired.repaired.map { BrokenFile($0.finding, saying: $0.detail) },
            failed: repaired.failed.map { BrokenFile($0.finding, saying: $0.detail) }
        )
    }
}
