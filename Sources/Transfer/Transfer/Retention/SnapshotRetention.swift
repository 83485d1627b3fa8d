/// Which snapshots of a repository may go: all but the newest, unless something starts from one.
struct SnapshotRetention {
    /// How many of the newest are kept whatever they are for.
    let count: Int
    /// The names that were given, by the snapshot's id.
    let names: [String: [String]]
    /// The artifacts that stay.
    let artifacts: [Artifact]
    /// The sites that count.
    let sites: [Site]

    /// Decides over all snapshots of one repository, which come newest first.
    func choose(from all: [SnapshotSummary]) -> (going: [SnapshotSummary], kept: [PrunedPart.Kept]) {
        var going: [SnapshotSummary] = []
        var kept: [PrunedPart.Kept] = []
        for snapshot in all.dropFirst(count) {
            if let reason = reason(toKeep: snapshot.id) {
                kept.append(PrunedPart.Kept(id: snapshot.id, reason: reason))
            } else {
                going.append(snapshot)
            }
        }
        return (going, kept)
    }

    private func reason(toKeep id: String) -> String? {
        if let name = names[id]?.first { return "has the name \(name)" }
        if let site = sites.first(where: { $0.statement.snapshot == id }) { return "is what \(site.name) holds" }
        if let artifact = artifacts.first(where: { $0.target == id }) { return "is what \(artifact.id) leads to" }
        return artifacts.first { $0.base == id }.map { "is what \($0.id) starts from" }
    }
}
