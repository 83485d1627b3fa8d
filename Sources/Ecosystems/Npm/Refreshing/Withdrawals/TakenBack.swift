import Trees

/// What upstream has taken back of the versions of a package that are here.
struct TakenBack: Sendable, Equatable {
    /// Versions that it calls deprecated, with what it says to those who install them.
    var deprecated: [String: String] = [:]
    /// Versions that it no longer lists.
    var unpublished: Set<String> = []
    /// Whether it no longer has the package at all.
    var isGone = false

    /// That upstream no longer has the package; of its versions, what was known stays known.
    static let everything = TakenBack(isGone: true)
}

extension TakenBack {
    /// As the storage's own document says it, where that is kept as upstream has it.
    init(_ here: VersionsHere) { self.init(deprecated: here.deprecated, unpublished: here.withdrawn) }

    /// As upstream's document says it of what came from there.
    init(_ here: VersionsHere, in upstream: Packument) {
        self.init(
            deprecated: VersionsHere.deprecated(in: upstream, among: here.foreign),
            unpublished: here.foreign.filter { upstream.version($0) == nil }
        )
    }

    /// What is known from now on, where `known` was known before.
    func replacing(_ known: TakenBack) -> TakenBack {
        guard isGone else { return self }
        var all = known
        all.isGone = true
        return all
    }

    /// What of it nobody knew.
    func news(of name: PackageName, since known: TakenBack) -> Withdrawals {
        var news = Withdrawals()
        if isGone {
            news.unpublished = known.isGone ? [] : [Withdrawal(name.string)]
            return news
        }
        news.unpublished = unpublished.subtracting(known.unpublished).sorted().map {
            Withdrawal(name.string, version: $0)
        }
        let deprecated = deprecated.filter { known.deprecated[$0.key] == nil && !unpublished.contains($0.key) }
        news.deprecated = deprecated.sorted { $0.key < $1.key }.map {
            Withdrawal(name.string, version: $0.key, message: $0.value.isEmpty ? nil : $0.value)
        }
        return news
    }
}
