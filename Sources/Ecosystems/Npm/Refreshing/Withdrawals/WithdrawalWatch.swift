import Synchronization
import Trees

/// Tells what upstream took back since it was compared with last.
///
/// The first time, what the storage's own document called deprecated before upstream was asked counts as known.
final class WithdrawalWatch: Sendable {
    private let comparison: UpstreamComparison
    private let record: WithdrawalRecord
    private let known: Mutex<[PackageName: TakenBack]>
    private let found = Mutex<[PackageName: TakenBack]>([:])

    /// Starts with what is known; `nil` where nothing can be compared.
    init?(_ record: WithdrawalRecord, by comparison: UpstreamComparison?) async throws {
        guard let comparison else { return nil }
        self.comparison = comparison
        self.record = record
        known = Mutex(try await record.known())
    }

    /// Whether nothing was ever known of a package.
    func isNew(_ name: PackageName) -> Bool { known.withLock { $0[name] == nil } }

    /// Takes what the document of a new package says before upstream is asked.
    func begin(_ name: PackageName, with here: VersionsHere?) {
        let taken = here.map { TakenBack(deprecated: $0.deprecated) } ?? TakenBack()
        known.withLock { $0[name] = taken }
    }

    /// Looks what upstream has taken back by now; throws `SupplyError`.
    func look(_ name: PackageName, with here: VersionsHere) async throws {
        let taken = try await comparison.takenBack(of: name, here)
        found.withLock { $0[name] = taken }
    }

    /// Takes that upstream no longer has a package at all.
    func lose(_ name: PackageName) { found.withLock { $0[name] = .everything } }

    /// What of that nobody knew, by name.
    var news: Withdrawals {
        let (known, found) = (known.withLock(\.self), found.withLock(\.self))
        return found.sorted { $0.key < $1.key }.reduce(into: Withdrawals()) { all, entry in
            let news = entry.value.news(of: entry.key, since: known[entry.key] ?? TakenBack())
            all.deprecated += news.deprecated
            all.unpublished += news.unpublished
        }
    }

    /// Makes it known for the next time.
    func remember() async throws {
        let known = known.withLock(\.self)
        let found = found.withLock(\.self)
        try await record.note(
            Dictionary(uniqueKeysWithValues: found.map { ($0, $1.replacing(known[$0] ?? TakenBack())) })
        )
    }
}
