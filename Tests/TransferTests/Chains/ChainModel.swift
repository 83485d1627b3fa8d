/// A near tree and its sites in plain values, as the pages of the formats describe them: what the real ones must agree
/// with, step by step.
struct ChainModel: Sendable {
    var near = ModelNear()
    var sites: [ModelSite]

    init(sites count: Int) { sites = Array(repeating: ModelSite(), count: count) }

    /// Does a step, and says what came of it.
    mutating func perform(_ step: ChainStep) -> String {
        switch step {
        case .publish(let package, let version, let content):
            near.tree.publish(ModelFile(package: package, version: version), content)
        case .withdraw(let package, let version): near.tree.remove(ModelFile(package: package, version: version))
        case .spoil(let package, let version): spoil(ModelFile(package: package, version: version))
        case .mend(let package, let version): near.tree.mend(ModelFile(package: package, version: version))
        case .front(let content): near.tree.publish(.front, content)
        case .build(.partial(let package)) where !near.canCarry(package): break
        case .build(let baseline): return near.build(baseline)
        case .publishAt(let site, let package, let version, let content):
            sites[site].tree.publish(ModelFile(package: package, version: version), content)
        case .removeAt(let site, let package, let version):
            sites[site].tree.remove(ModelFile(package: package, version: version))
        case .rotAt(let site, let package, let version):
            sites[site].tree.damage(ModelFile(package: package, version: version), "rotten")
        case .loseAt(let site, let package, let version):
            sites[site].tree.damage(ModelFile(package: package, version: version), nil)
        case .frontAt(let site, let content): sites[site].tree.publish(.front, content)
        case .carry(let number, let site, let isAllowed): return carry(number, to: site, isAllowed)
        case .carryStopping(let number, let site, _): return carry(number, to: site, true)
        case .rollBack(let number, let site), .rollBackStopping(let number, let site, _):
            guard archive(number) != nil else { break }
            return sites[site].rollBack(number)
        case .confirm(let number, let site):
            guard sites[site].receipts.indices.contains(number) else { break }
            return near.hear(sites[site].receipts[number], number: number, from: site)
        }
        return "done"
    }

    func archive(_ number: Int) -> ModelArchive? { near.archives.first { $0.number == number } }

    private mutating func carry(_ number: Int, to site: Int, _ isAllowed: Bool) -> String {
        guard let archive = archive(number) else { return "done" }
        return sites[site].carry(archive, allowingMissing: isAllowed)
    }

    private mutating func spoil(_ file: ModelFile) {
        if near.canSpoil(file) { near.tree.damage(file, "spoilt") }
    }
}

extension ModelTree {
    /// Puts other bytes, or none, in the place of a file that is there.
    mutating func damage(_ file: ModelFile, _ content: String?) {
        if files[file] != nil { files[file] = content }
    }

    /// Makes a file what its line says.
    mutating func mend(_ file: ModelFile) {
        if files[file] != nil, let line = line(of: file) { files[file] = line }
    }
}
