import API
import Reporting
import Transfer
import Trees

extension Application {
    /// Has broken files of a storage fetched again: these, or all that this may cure.
    func repair(
        _ repository: Repository,
        _ findings: Set<Int64>?,
        run: String,
        reporter: Reporter
    ) async throws -> FindingRepair.Outcome {
        let repaired = try await locked(repository, for: run, reporter: reporter) { locked in
            let scanner = try Self.scanner(of: locked.repository.tree, in: repository)
            return try await scanner.repair(findings, in: locked.folder, reporter: reporter)
        }
        return FindingRepair.Outcome(repaired)
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
