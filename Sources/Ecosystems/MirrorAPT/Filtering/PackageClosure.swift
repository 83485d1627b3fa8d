/// Follows dependencies among the packages that a client of one architecture sees.
struct PackageClosure {
    private let members: [PackageUniverse.Member]
    private let architecture: String
    private let filter: PackageFilter
    /// By name: the packages of that name, newest first.
    private var real: [String: [Int]] = [:]
    /// By name: the packages that provide it, with the version they provide it in.
    private var virtual: [String: [(member: Int, version: String?)]] = [:]
    private var waiting: [Int] = []
    private(set) var picked: Set<Int> = []
    private(set) var unmet: Set<String> = []

    /// Looks at what is of `architecture` and of `all`.
    init(_ members: [PackageUniverse.Member], _ architecture: String, _ filter: PackageFilter) {
        self.members = members
        self.architecture = architecture
        self.filter = filter
    }

    /// Picks what is wanted and what that needs, until nothing needs anything more.
    mutating func run() {
        let visible = members.indices.filter { [architecture, "all"].contains(members[$0].architecture) }
        for number in visible { list(number) }
        sort()
        for number in visible where filter.wants(members[number]) { pick(number) }
        guard filter.closure != .none else { return }
        while let number = waiting.popLast() { follow(members[number]) }
    }

    private mutating func follow(_ member: PackageUniverse.Member) {
        for text in member.depends { meet(text, of: member, isNeeded: true) }
        guard filter.closure == .recommendations, let text = member.recommends else { return }
        meet(text, of: member, isNeeded: false)
    }

    private mutating func sort() {
        real = real.mapValues { $0.sorted { isNewer(members[$0], members[$1]) } }
        virtual = virtual.mapValues { $0.sorted { isPreferred(members[$0.member], members[$1.member]) } }
    }

    private mutating func list(_ number: Int) {
        let member = members[number]
        real[member.name, default: []].append(number)
        for group in member.provides.map(Relation.groups) ?? [] {
            guard let provided = group.first else { continue }
            let version = provided.comparison == nil ? nil : provided.version
            virtual[provided.name, default: []].append((number, version))
        }
    }

    private mutating func pick(_ number: Int) {
        if picked.insert(number).inserted { waiting.append(number) }
    }

    private mutating func meet(_ text: String, of member: PackageUniverse.Member, isNeeded: Bool) {
        for group in Relation.groups(text) {
            let alternatives = group.map { candidates(for: $0) }
            // What is there anyway will do; else the first alternative that can be met, as apt takes it.
            if alternatives.contains(where: { $0.contains(where: picked.contains) }) { continue }
            if let first = alternatives.first(where: { !$0.isEmpty })?.first {
                pick(first)
            } else if isNeeded {
                unmet.insert("\(member.name): \(group.map(\.name).joined(separator: " | "))")
            }
        }
    }

    /// The packages that meet a relation, those of that name before those that provide it.
    private func candidates(for relation: Relation) -> [Int] {
        let own = (real[relation.name] ?? []).filter { fits(relation, members[$0], members[$0].version) }
        let provided = (virtual[relation.name] ?? []).filter { provider in
            // What is provided without a version meets no relation that asks for one (Policy §7.5).
            guard let version = provider.version else { return relation.comparison == nil }
            return fits(relation, members[provider.member], version)
        }
        return own + provided.map(\.member)
    }

    private func fits(_ relation: Relation, _ member: PackageUniverse.Member, _ version: String) -> Bool {
        let isOfArchitecture = relation.qualifier.map { ["any", "native", member.architecture].contains($0) } ?? true
        return isOfArchitecture && relation.allows(version)
    }

    private func isNewer(_ left: PackageUniverse.Member, _ right: PackageUniverse.Member) -> Bool {
        guard let own = DebianVersion(left.version) else { return false }
        guard let other = DebianVersion(right.version) else { return true }
        return own > other
    }

    /// The more important one, then by name: the same pick every time.
    private func isPreferred(_ left: PackageUniverse.Member, _ right: PackageUniverse.Member) -> Bool {
        let order = ["required", "important", "standard", "optional"]
        let (own, other) = (order.firstIndex(of: left.priority) ?? 4, order.firstIndex(of: right.priority) ?? 4)
        return own == other ? left.name < right.name : own < other
    }
}
