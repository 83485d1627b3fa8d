/// Which artifacts of a repository may go: all but the newest, unless somebody still needs one.
struct ArtifactRetention {
    /// How many of the newest are kept whatever became of them.
    let count: Int
    /// Whether those may go, too, that did not get to every site.
    let takesUndelivered: Bool
    /// The sites that count.
    let sites: [Site]
    /// How archives got to them, by the artifact's id.
    let deliveries: [String: [Delivery]]

    /// Decides over all artifacts of one repository.
    ///
    /// Those that may go come newest first: none goes before what builds upon it.
    func choose(from all: [Artifact]) -> (going: [Artifact], kept: [PrunedPart.Kept]) {
        let sorted = all.sorted { $0.sequence > $1.sequence }
        let missed = Dictionary(sorted.map { ($0.id, reasonUndelivered($0, among: sorted)) }) { first, _ in first }
        var going: [Artifact] = []
        var kept: [PrunedPart.Kept] = []
        var staying = Array(sorted.prefix(count))
        for artifact in sorted.dropFirst(count) {
            let dependant = staying.first { $0.base == artifact.target && missed[$0.id, default: nil] != nil }
            let reason = takesUndelivered ? nil : missed[artifact.id, default: nil]
            if let why = reason ?? dependant.map({ "is what \($0.id) builds upon, which did not get to every site" }) {
                kept.append(PrunedPart.Kept(id: artifact.id, reason: why))
                staying.append(artifact)
            } else {
                going.append(artifact)
            }
        }
        return (going, kept)
    }

    /// Why an artifact may still be wanted at a site; `nil` where it got to each, or is of no use to any.
    private func reasonUndelivered(_ artifact: Artifact, among all: [Artifact]) -> String? {
        guard !sites.isEmpty else { return "is not known to have got to any site" }
        let lacking = sites.filter { !hasNoUse(for: artifact, $0, among: all) }.map(\.name).sorted()
        return lacking.isEmpty ? nil : "is not known to have got to \(lacking.joined(separator: ", "))"
    }

    /// Whether an artifact got to a site, or the site says that it holds all that a later one leads to.
    private func hasNoUse(for artifact: Artifact, _ site: Site, among all: [Artifact]) -> Bool {
        let statement = site.statement
        if statement.evidence != .rolledBack,
            deliveries[artifact.id, default: []].contains(where: { $0.site == site.name })
        {
            return true
        }
        guard statement.evidence != .inventory, statement.missing.isEmpty, let held = statement.snapshot else {
            return false
        }
        return all.contains {
            $0.target == held && $0.scope != .partial && $0.sequence >= artifact.sequence
        }
    }
}
