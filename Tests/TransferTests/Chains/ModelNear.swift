/// The near side in plain values: its tree, what it built, and what it heard.
struct ModelNear: Sendable {
    var tree = ModelTree()
    private(set) var archives: [ModelArchive] = []
    /// The newest that each site said, with its number.
    private(set) var heard: [Int: (number: Int, receipt: ModelReceipt)] = [:]
    /// To which sites each archive is known to have come.
    private var delivered: [Int: Set<Int>] = [:]

    /// What the last archive that is no part leads to.
    var lastTarget: ModelTarget? { archives.last { !$0.isPartial }?.target }

    /// Whether a file may break: once an archive listed it as it is.
    func canSpoil(_ file: ModelFile) -> Bool {
        tree.isIntact(file) && tree.files[file] != nil && lastTarget?.files[file]?.content == tree.files[file]
    }

    /// Whether a package may travel for itself.
    func canCarry(_ package: String) -> Bool {
        tree.indexes[package] != nil && tree.files(of: package).allSatisfy(tree.isIntact)
    }

    mutating func build(_ baseline: ChainStep.Baseline) -> String {
        let all = ModelTarget(of: tree, knowing: lastTarget)
        if case .partial(let package) = baseline { return add(all.only(package), [], [:], isPartial: true) }
        guard let holdings = holdings(for: baseline) else { return add(all, [], [:], isPartial: false) }
        let kept = all.contents.filter { path, text in holdings.allSatisfy { $0[path] == text } }
        let before = holdings.reduce(into: [String: String]()) { all, one in all.merge(one) { first, _ in first } }
        let gone = before.filter { !all.paths.contains($0.key) }
        if baseline == .sites, !heard.isEmpty, let carrier = carrier(of: all, keeping: kept, gone: gone.count) {
            return "nothing: archive \(carrier) is on its way"
        }
        guard kept.count < all.contents.count || !gone.isEmpty else { return "nothing new" }
        return add(all, Set(kept.keys), gone, isPartial: false)
    }

    /// What those hold that an archive has to fit, by path; `nil` where it has to carry everything.
    private func holdings(for baseline: ChainStep.Baseline) -> [[String: String]]? {
        switch baseline {
        case .full, .partial: return nil
        case .sites where !heard.isEmpty:
            let known = heard.values.compactMap { $0.receipt.holdings }
            return known.count == heard.count ? known : nil
        case .lastBuilt, .sites: return lastTarget.map { [$0.contents] }
        }
    }

    private mutating func add(
        _ target: ModelTarget,
        _ kept: Set<String>,
        _ gone: [String: String],
        isPartial: Bool
    ) -> String {
        let travelling = Self.travelling(target, beyond: kept)
        let archive = ModelArchive(
            number: archives.count + 1,
            isPartial: isPartial,
            files: target.whole.filter { travelling.contains($0.key.path) },
            indexes: target.indexes.filter { travelling.contains(ModelTarget.path(of: $0.key)) },
            deletes: gone,
            target: target
        )
        archives.append(archive)
        return "built \(archive.paths.sorted()) without \(gone.keys.sorted())"
    }

    /// What is not kept, and with every file the index of its package.
    private static func travelling(_ target: ModelTarget, beyond kept: Set<String>) -> Set<String> {
        let moved = Set(target.contents.keys).subtracting(kept)
        let packages = Set(target.whole.keys.filter { moved.contains($0.path) }.map(\.package))
        let indexes = target.indexes.keys.filter(packages.contains).map(ModelTarget.path)
        return moved.union(indexes)
    }

    /// An archive that leads to the same and is still on its way to all who lack something of it.
    private func carrier(of target: ModelTarget, keeping kept: [String: String], gone: Int) -> Int? {
        let wanted = Self.travelling(target, beyond: Set(kept.keys))
        guard !wanted.isEmpty || gone > 0 else { return nil }
        let lacking = heard.filter { _, known in
            guard let holdings = known.receipt.holdings else { return true }
            return !wanted.allSatisfy { holdings[$0] == target.contents[$0] }
        }
        guard heard.values.allSatisfy({ $0.receipt.holdings != nil }) else { return nil }
        return archives.last { archive in
            !archive.isPartial && archive.target == target && archive.deletes.count >= gone
                && wanted.isSubset(of: archive.paths)
                && delivered[archive.number, default: []].isDisjoint(with: lacking.keys)
        }?.number
    }

    /// Hears what a site said; only the newest of it counts.
    mutating func hear(_ receipt: ModelReceipt, number: Int, from site: Int) -> String {
        if let known = heard[site], known.number >= number { return known.number == number ? "known" : "older" }
        heard[site] = (number, receipt)
        if !receipt.isRollback { delivered[receipt.archive, default: []].insert(site) }
        return "news"
    }
}

/// What a site says of itself after an apply or a rollback.
struct ModelReceipt: Equatable, Sendable {
    let archive: Int
    let isRollback: Bool
    let target: ModelTarget?
    let missing: Set<String>
    let conflicts: Set<String>

    /// What that site need not be brought, by path; `nil` where nothing is known to be there.
    var holdings: [String: String]? { target.map { $0.contents.filter { !missing.contains($0.key) } } }
}
