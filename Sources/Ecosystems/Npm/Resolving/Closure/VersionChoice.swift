/// Answers questions to the versions of one package, all that wait for it at once.
struct VersionChoice {
    private let manifest: PackageManifest
    private let pick: ManifestPick
    private let positions: [String: Int]
    private let platforms: [Platform]
    /// Versions that fit none of the platforms, by position.
    private let foreign: [(position: Int, semver: Semver)]
    private let limits: ClosureLimits

    init(_ manifest: PackageManifest, platforms: [Platform], node: Semver?, limits: ClosureLimits) {
        self.manifest = manifest
        self.platforms = platforms
        self.limits = limits
        pick = manifest.pick(node: node)
        let versions = manifest.versions
        positions = Dictionary(zip(versions, versions.indices)) { first, _ in first }
        foreign = versions.indices.compactMap { position in
            guard !manifest.fits(position, platforms) else { return nil }
            return Semver(parsing: versions[position], loose: true).map { (position, $0) }
        }
    }

    func answer(_ ask: Ask) -> Answer {
        guard !ask.isKey else { return answer(positions[ask.spec].map { [$0] } ?? [], listed: [], ask.demand) }
        let specs = RangeRules.allCases.compactMap { try? RegistrySpec(ask.spec, rules: $0) }
        guard let first = specs.first else { return .nothing(.noVersion) }
        let readings = specs.filter { $0.kind != first.kind } + [first]
        guard readings.allSatisfy({ $0.weight * (manifest.rows.count + 1) <= limits.comparisons }) else {
            return .nothing(.tooComplex)
        }
        let picked = Set(readings.flatMap { [pick.pick($0), pick.maxSatisfying($0)] }.compactMap(\.self))
        let chosen = picked.compactMap { positions[$0] }.sorted()
        return answer(chosen, listed: ask.demand.listsOthers ? foreign(allowedBy: readings) : [], ask.demand)
    }

    private func answer(_ chosen: [Int], listed: [Int], _ demand: Demand) -> Answer {
        let (tarballs, others) = tarballs(chosen, demand)
        let all = Set(listed).union(others).sorted()
        guard demand == .listed || !(tarballs.isEmpty && all.isEmpty) else { return .nothing(.noVersion) }
        return .versions(tarballs: tarballs, listed: all)
    }

    /// Those whose tarballs are wanted, and those that no platform here takes.
    private func tarballs(_ chosen: [Int], _ demand: Demand) -> (wanted: [Int], others: [Int]) {
        switch demand {
        case .always, .ifThere: (chosen, [])
        case .whereItFits, .optional:
            (chosen.filter { manifest.fits($0, platforms) }, chosen.filter { !manifest.fits($0, platforms) })
        case .listed: ([], [])
        }
    }

    private func foreign(allowedBy specs: [RegistrySpec]) -> [Int] {
        foreign.filter { version in specs.contains { isAllowed(version.position, version.semver, by: $0) } }
            .map(\.position)
    }

    private func isAllowed(_ position: Int, _ semver: Semver, by spec: RegistrySpec) -> Bool {
        switch spec.kind {
        case .version(let wanted): semver == wanted
        case .range(let range): range.contains(semver)
        case .tag(let tag): manifest.tags[tag] == manifest.version(position)
        }
    }
}

extension Demand {
    /// Whether the versions for other platforms that the spec allows are to be listed.
    fileprivate var listsOthers: Bool { self == .optional || self == .listed }
}

extension RegistrySpec {
    /// How many conditions it has each version compared with.
    fileprivate var weight: Int {
        if case .range(let range) = kind { range.weight } else { 1 }
    }
}

extension PackageManifest {
    /// Whether a version may be installed on one of the platforms; with none, on all.
    func fits(_ position: Int, _ platforms: [Platform]) -> Bool {
        guard let fields = platform(position), !platforms.isEmpty else { return true }
        return platforms.contains(where: fields.fits)
    }
}
