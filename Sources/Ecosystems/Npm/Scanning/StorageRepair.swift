import Logging
import Reporting
import Time
import Transfer
import Trees

/// Mends the broken tarballs and documents of a storage.
struct StorageRepair: Sendable {
    /// Packages that are mended at the same time: most of it is waiting for upstream.
    private static let width = 8

    let collector: Collector
    let folder: RepositoryFolder
    let supply: any PackageSupply

    /// Mends what is broken, or of that what `ids` number, and brings the index up to date.
    ///
    /// Throws `UpstreamError` where nobody answers.
    func run(_ ids: Set<Int64>?, reporter: Reporter) async throws -> RepairedTree {
        try await supply.requireReachable()
        try await collector.index.findings.reopenInterrupted(at: collector.clock.now())
        let wanted = try await Self.candidates(ids, in: collector.index)
        reporter.begin(.repair, total: Int64(wanted.count), unit: .files)
        let endings = try await mend(wanted, reporter)
        _ = try await collector.collect(reporter: .silent)
        return RepairedTree(
            repaired: endings.compactMap { if case .repaired(let detail) = $1 { Repair($0, detail) } else { nil } },
            failed: endings.compactMap { if case .failed(let detail) = $1 { Repair($0, detail) } else { nil } }
        )
    }

    /// What is to be mended: what was asked for, or all that fetching again may cure and nobody decided to leave.
    static func candidates(_ ids: Set<Int64>?, in index: NpmIndex) async throws -> [Finding] {
        let open = try await index.findings.findings(FindingFilter(states: [.open, .failed]))
        guard let ids else { return open.filter { NpmFinding($0).map { $0.otherCure == nil } ?? false } }
        let wanted = open.filter { $0.id.map(ids.contains) ?? false }
        if let missing = ids.subtracting(wanted.compactMap(\.id)).min() {
            throw TransferError.noFinding("\(missing)", in: index.repository)
        }
        return wanted
    }

    /// One package after the other, several at once; the findings of one are mended in turn.
    private func mend(_ findings: [Finding], _ reporter: Reporter) async throws -> [(Finding, RepairEnding)] {
        let byPackage = Array(Dictionary(grouping: findings) { $0.package ?? "" }.values)
        return try await concurrentMap(byPackage, width: Self.width) { try await mendInTurn($0, reporter) }
            .flatMap(\.self)
    }

    private func mendInTurn(
        _ findings: [Finding],
        _ reporter: Reporter
    ) async throws -> [(Finding, RepairEnding)] {
        let mender = try mender()
        var endings: [(Finding, RepairEnding)] = []
        // The document first: it says what its tarballs must be.
        for finding in findings.filter(\.isOfDocument) + findings.filter({ !$0.isOfDocument }) {
            try reporter.checkCancellation()
            let ending = try await mender.mend(finding)
            log(finding, ending, reporter)
            endings.append((finding, ending))
            reporter.advance()
        }
        return endings
    }

    private func mender() throws -> FindingMender {
        let (quarantine, findings) = (Quarantine(folder), collector.index.findings)
        return FindingMender(
            tarballs: TarballRepair(
                check: try TarballCheck(collector),
                quarantine: quarantine,
                supply: supply,
                findings: findings
            ),
            documents: DocumentRepair(
                collector: collector,
                quarantine: quarantine,
                supply: supply,
                findings: findings
            ),
            findings: findings,
            clock: collector.clock
        )
    }

    private func log(_ finding: Finding, _ ending: RepairEnding, _ reporter: Reporter) {
        switch ending {
        case .repaired(let detail):
            reporter.count("files_repaired")
            reporter.log(.info, "\(finding.shownPath) \(detail)", ["kind": finding.kind.rawValue])
        case .failed(let detail):
            reporter.count("repairs_failed")
            reporter.log(.warning, "\(finding.shownPath) \(detail)", ["kind": finding.kind.rawValue])
        }
    }
}
