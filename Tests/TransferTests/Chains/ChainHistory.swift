/// Steps made up at random, the same for the same seed: such as may happen next where a model stands.
struct ChainHistory {
    private static let packages = ["alpha", "beta"]
    private static let versions = ["1", "2"]
    private static let contents = ["a", "b", "c"]

    private var random: SeededNumbers
    private var last: ChainStep?

    init(seed: UInt64) { random = SeededNumbers(seed: seed) }

    /// How many steps it has.
    mutating func length() -> Int { 10 + random.below(16) }

    mutating func sites() -> Int { 2 + random.below(2) }

    /// What happens next.
    mutating func next(after model: ChainModel) -> ChainStep {
        let step = made(after: model)
        last = step
        return step
    }

    private mutating func made(after model: ChainModel) -> ChainStep {
        guard !model.near.archives.isEmpty else { return random.below(4) == 0 ? build(model) : nearby(model) }
        switch random.below(100) {
        case 0..<22: return nearby(model)
        case 22..<38: return build(model)
        case 38..<52: return local(model)
        case 52..<58: return again() ?? carry(model)
        case 58..<80: return carry(model)
        case 80..<90: return rollBack(model)
        default: return confirm(model)
        }
    }

    private mutating func nearby(_ model: ChainModel) -> ChainStep {
        let (package, version) = (random.one(of: Self.packages), random.one(of: Self.versions))
        switch random.below(10) {
        case 0: return .front(random.one(of: Self.contents))
        case 1: return .withdraw(package, version)
        case 2: return .spoil(package, version)
        case 3: return .mend(package, version)
        default: return .publish(package, version, random.one(of: Self.contents))
        }
    }

    private mutating func build(_ model: ChainModel) -> ChainStep {
        switch random.below(10) {
        case 0, 1: return .build(.full)
        case 2, 3: return .build(.partial(random.one(of: Self.packages)))
        case 4, 5: return .build(.sites)
        default: return .build(.lastBuilt)
        }
    }

    private mutating func local(_ model: ChainModel) -> ChainStep {
        let site = random.below(model.sites.count)
        let (package, version) = (random.one(of: Self.packages), random.one(of: Self.versions))
        switch random.below(10) {
        case 0: return .frontAt(site, random.one(of: Self.contents))
        case 1, 2: return .removeAt(site, package, version)
        case 3, 4: return .rotAt(site, package, version)
        case 5: return .loseAt(site, package, version)
        case 6: return .publishAt(site, package, "own", "own")
        default: return .publishAt(site, package, version, random.one(of: Self.contents))
        }
    }

    private mutating func carry(_ model: ChainModel) -> ChainStep {
        let (number, site) = (self.number(model), random.below(model.sites.count))
        guard random.below(5) > 0 else { return .carryStopping(number, to: site, at: 1 + random.below(140)) }
        return .carry(number, to: site, allowingMissing: random.below(2) == 0)
    }

    /// What was carried last, once more.
    private func again() -> ChainStep? {
        guard case .carry = last else { return nil }
        return last
    }

    private mutating func rollBack(_ model: ChainModel) -> ChainStep {
        let site = random.below(model.sites.count)
        let number = model.sites[site].applied.last?.archive.number ?? 1
        switch random.below(6) {
        case 0: return .rollBack(self.number(model), at: site)
        case 1, 2: return .rollBackStopping(number, at: site, operation: 1 + random.below(80))
        default: return .rollBack(number, at: site)
        }
    }

    private mutating func confirm(_ model: ChainModel) -> ChainStep {
        let site = random.below(model.sites.count)
        let count = model.sites[site].receipts.count
        let isLast = random.below(3) > 0
        return .confirm(isLast ? max(0, count - 1) : random.below(max(1, count)), from: site)
    }

    /// The number of an archive, a new one more likely.
    private mutating func number(_ model: ChainModel) -> Int {
        let count = model.near.archives.count
        return random.below(3) == 0 ? 1 + random.below(count) : max(1, count - random.below(3))
    }
}

/// Random numbers that are the same on every run (Vigna's SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
