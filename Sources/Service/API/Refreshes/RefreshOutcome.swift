package import JSON
import Jobs
package import Transfer
package import Trees

/// What a refresh came to.
package struct RefreshOutcome: JobOutcome {
    /// Whether nothing was fetched, because that was asked for.
    package let dryRun: Bool
    /// Packages that were looked at.
    package let packages: Int
    /// Those of which something new is here or, in a dry run, would be.
    package let refreshed: Int
    /// Those of which nothing new was there.
    package let unchanged: Int
    /// Those that were published here and have no upstream.
    package let local: Int
    /// Files that are here now and were not before or, in a dry run, would be.
    package let files: Int
    /// Their bytes; in a dry run of those whose size is known.
    package let bytes: Int64
    /// What could not be had.
    package let failed: Excerpt<RefreshProblem>
    /// How many of the failed and the stale are only that upstream no longer has them.
    package let gone: Int
    /// What was answered without upstream being asked.
    package let stale: Excerpt<RefreshProblem>
    /// What is required and not to be had upstream: what depends on it would not install.
    package let unresolved: Excerpt<String>
    /// What was asked for in words that no registry understands: git addresses, files, links.
    package let elsewhere: Excerpt<String>
    /// Versions that are here and that upstream deprecated since it was compared with last; null where it cannot be
    /// compared with.
    @Nullable package var deprecated: Excerpt<Withdrawal>?
    /// Versions and whole packages that are here and that it no longer has, likewise.
    @Nullable package var unpublished: Excerpt<Withdrawal>?
    /// What is set so that it works against a refresh, in sentences.
    package let warnings: [String]

    /// Whether something is missing that was to be there.
    package var isPartial: Bool { failed.count + stale.count > 0 }

    /// Whether something can follow: nothing is missing but what upstream no longer has, which no other attempt changes.
    package var isWorthBuilding: Bool { !dryRun && failed.count + stale.count == gone }

    enum CodingKeys: String, CodingKey {
        case packages, refreshed, unchanged, local, files, bytes, failed, gone, stale, unresolved, elsewhere
        case deprecated, unpublished, warnings
        case dryRun = "dry_run"
    }

    /// Counts what a report names.
    package init(_ report: RefreshReport, dryRun: Bool) {
        self.dryRun = dryRun
        packages = report.packages.count
        refreshed = report.count(.refreshed)
        unchanged = report.count(.unchanged)
        local = report.count(.local)
        files = report.files
        bytes = report.bytes
        failed = Excerpt(of: report.problems(of: .failed))
        gone = (report.problems(of: .failed) + report.problems(of: .stale)).count { $0.isGone }
        stale = Excerpt(of: report.problems(of: .stale))
        unresolved = Excerpt(of: report.unresolved)
        elsewhere = Excerpt(of: report.elsewhere)
        deprecated = report.withdrawals.map { Excerpt(of: $0.deprecated) }
        unpublished = report.withdrawals.map { Excerpt(of: $0.unpublished) }
        warnings = report.advice
    }
}

extension RefreshReport {
    fileprivate func count(_ outcome: RefreshedPackage.Outcome) -> Int { packages.count { $0.outcome == outcome } }

    fileprivate func problems(of outcome: RefreshedPackage.Outcome) -> [RefreshProblem] {
        packages.filter { $0.outcome == outcome }.flatMap(\.problems)
    }
}

/// What became of one package in a refresh, as `GET /jobs/{id}/packages` shows it.
package struct JobPackage: Codable, Hashable, Sendable {
    package let package: String
    package let outcome: RefreshedPackage.Outcome
    /// What is here now and was not before or, in a dry run, would be.
    package let files: [RefreshedPackage.File]
    /// What could not be had.
    package let problems: [RefreshProblem]

    /// Shows what was noted.
    package init(_ package: RefreshedPackage) {
        self.package = package.name
        outcome = package.outcome
        files = package.files
        problems = package.problems
    }
}
