/// The packages that a filter leaves, and what they lack.
package struct PackagePick: Sendable {
    /// By the number of the index: the places of the stanzas that stay.
    private let ordinals: [Int: Set<Int>]
    /// The names of the packages that stay.
    package let names: Set<String>
    /// The names of the source packages that they were built from.
    package let sources: Set<String>
    /// Dependencies that nothing in the indexes meets, each as `package: what it needs`, sorted.
    package let unmet: [String]

    /// Picks from all that there are, for each architecture on its own: packages for `all` need what each of them has.
    package init(from universe: PackageUniverse, by filter: PackageFilter) {
        let architectures = Set(universe.members.map(\.architecture)).subtracting(["all"])
        var (picked, unmet) = (Set<Int>(), Set<String>())
        for architecture in architectures.isEmpty ? ["all"] : architectures.sorted() {
            var closure = PackageClosure(universe.members, architecture, filter)
            closure.run()
            picked.formUnion(closure.picked)
            unmet.formUnion(closure.unmet)
        }
        let members = picked.map { universe.members[$0] }
        ordinals = Dictionary(grouping: members, by: \.index).mapValues { Set($0.map(\.ordinal)) }
        names = Set(members.map(\.name))
        sources = Set(members.map(\.source))
        self.unmet = unmet.sorted()
    }

    /// How many stanzas stay.
    package var count: Int { ordinals.values.reduce(0) { $0 + $1.count } }

    /// Whether the stanza at a place of an index stays.
    package func contains(index: Int, ordinal: Int) -> Bool { ordinals[index]?.contains(ordinal) == true }
}
