/// Finds what a code vouches for, among what was built here and the sites that are known.
package struct CodeSearch: Sendable {
    /// A clock that is wrong by more than this is not made up for.
    private static let slack: Int64 = 24 * 3600

    private let uuid: String
    private let sites: [Site]
    /// The one with the highest sequence first.
    private let artifacts: [Artifact]

    /// Looks among the artifacts of a repository, the one with the highest sequence first.
    package init(uuid: String, sites: [Site], artifacts: [Artifact]) {
        self.uuid = uuid
        self.sites = sites
        self.artifacts = artifacts
    }

    /// What the code says, if it is of one of these sites; `nil` where it fits nothing.
    package func statement(of code: ReceiptCode, among names: [String]) -> SiteStatement? {
        for artifact in artifacts {
            let targets = [artifact.target] + newerTargets(than: artifact) + [nil]
            for site in names {
                for target in targets {
                    let facts = ReceiptCode.Facts(
                        uuid: uuid,
                        site: site,
                        archiveID: artifact.archiveID,
                        snapshot: target
                    )
                    guard code.vouches(for: facts) else { continue }
                    return SiteStatement(
                        repositoryUUID: uuid,
                        site: site,
                        counter: counter(of: code, artifact, site),
                        evidence: code.kind == .applied ? .applied : .rolledBack,
                        archiveID: artifact.archiveID,
                        snapshot: target
                    )
                }
            }
        }
        return nil
    }

    /// What a site that applied an archive late may hold.
    private func newerTargets(than artifact: Artifact) -> [String?] {
        artifacts.filter { $0.scope != .partial && $0.target != artifact.target }.map(\.target)
    }

    /// The whole counter, of which a code has the lowest bits: the first with these bits after the archive was built,
    /// and, where the archive is newer than what the site said last, after that.
    private func counter(of code: ReceiptCode, _ artifact: Artifact, _ site: String) -> Int64 {
        let known = sites.first { $0.name == site }?.statement
        let last = artifacts.first { $0.archiveID == known?.archiveID }?.sequence ?? 0
        let floor = max(1, artifact.sequence - Self.slack, artifact.sequence > last ? (known?.counter ?? 0) + 1 : 1)
        let period = Int64(1) << ReceiptCode.counterBits
        let first = floor - floor % period + code.counter
        return first < floor ? first + period : first
    }
}
