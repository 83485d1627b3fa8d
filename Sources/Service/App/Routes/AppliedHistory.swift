import Transfer

/// Everything that the log of a tree says of one archive: it may have been applied more than once.
struct AppliedHistory: Sendable {
    /// When it was last applied and something came of it.
    let work: AppliedImport
    /// What the last time found.
    let last: AppliedImport

    var id: String { work.id }

    /// One for each archive, in the order of a log that has the newest line first.
    static func all(_ log: [AppliedImport]) -> [AppliedHistory] {
        let times = Dictionary(grouping: log, by: \.id)
        let histories = times.values.compactMap(AppliedHistory.init)
        let places = Dictionary(log.enumerated().map { ($1.line, $0) }) { first, _ in first }
        return histories.sorted { places[$0.work.line] ?? 0 < places[$1.work.line] ?? 0 }
    }

    private init?(_ times: [AppliedImport]) {
        guard let last = times.first, let first = times.last else { return nil }
        self.last = last
        work = times.first(where: \.didChange) ?? first
    }
}

extension AppliedImport {
    fileprivate var line: String { "\(appliedAt) \(id)" }
    fileprivate var didChange: Bool { placed + replaced + merged > 0 }
}
