import Logging
import Reporting
import Time
import Transfer
import Trees

/// A scan of a storage: a collect that looks into the tarballs.
struct StorageScan: Sendable {
    /// How long a scan of a file counts that nothing wrote to: 30 days, in nanoseconds.
    static let validity: Int64 = 30 * 86_400 * 1_000_000_000
    /// How long findings are kept that were mended: 180 days, in seconds.
    private static let history: Double = 180 * 86_400
    /// Files that are named in the log one by one.
    private static let namedFiles = 10_000

    let collector: Collector

    /// Scans, and says of every broken file in the log what is wrong with it.
    func run(_ request: ScanRequest, reporter: Reporter) async throws -> ScannedTree {
        let started = collector.clock.now().nanoseconds
        try await settleFindings(collector.clock.now())
        let policy = ReadingPolicy.contents(since: request.isDeep ? nil : started - Self.validity)
        let collected = try await collector.collect(policy, reporter: reporter)
        var (count, bytes) = (0, Int64(0))
        for file in collected.folders.lazy.flatMap(\.files) where file.scan.map({ $0.at >= started }) ?? false {
            count += 1
            bytes += file.size
        }
        let scanned = ScannedTree(
            packages: collected.packages,
            files: collected.files,
            scanned: count,
            bytes: bytes,
            broken: try await findings { $0.isBroken },
            drifted: try await findings { $0.isDrift }
        )
        log(scanned, reporter)
        return scanned
    }

    /// Ends what nobody works on any more, and what nobody will look up.
    private func settleFindings(_ now: Moment) async throws {
        try await collector.index.findings.reopenInterrupted(at: now)
        try await collector.index.findings.forgetRepaired(before: now - .seconds(Self.history))
    }

    /// What is known to be wrong now; what somebody decided that it may stay is left out.
    private func findings(_ isWanted: (NpmFinding) -> Bool) async throws -> [Finding] {
        try await collector.index.findings.findings(FindingFilter(states: [.open, .failed])).filter {
            NpmFinding($0).map(isWanted) ?? false
        }
    }

    private func log(_ scanned: ScannedTree, _ reporter: Reporter) {
        for finding in scanned.broken.prefix(Self.namedFiles) {
            reporter.log(.warning, "\(finding.shownPath) \(finding.detail)", ["kind": finding.kind.rawValue])
        }
        let unnamed = scanned.broken.count - Self.namedFiles
        if unnamed > 0 { reporter.log(.warning, "and \(unnamed) more files are broken; findings list shows them") }
        for finding in scanned.drifted.prefix(Self.namedFiles) {
            reporter.log(.info, "\(finding.shownPath) \(finding.detail)", ["kind": finding.kind.rawValue])
        }
        reporter.count("files_scanned", by: Int64(scanned.scanned))
        reporter.count("bytes_scanned", by: scanned.bytes)
    }
}
