/// Follows dependencies from what is asked for to everything that must be there with it, as a value that waits for
/// manifests and never fetches.
///
/// ```
/// try walk.want(name, "^4", because: .root("include"))
/// while !walk.isFinished {
///     for name in walk.nextNeeded() { … fetch it, reduce it … try walk.supply(name, manifest) }
/// }
/// ```
/// The result depends on what was wanted and supplied, not on the order. What a client may choose is wanted: npm's pick
/// and the highest version that satisfies, each by newer and by older rules of ranges. Sizes are bounded by
/// `ClosureLimits`; `advance` does the work in slices, for whoever may be cancelled.
package struct DependencyWalk: Sendable {
    let platforms: [Platform]
    let followsDependencies: Bool
    let node: Semver?
    let limits: ClosureLimits

    var stations: [PackageName: Station] = [:]
    var needed: [PackageName] = []
    /// How many packages are waited for.
    var missing = 0
    /// Packages that are known and asked for.
    var ready: [PackageName] = []
    var record = ClosureRecord()

    /// Starts a walk with nothing wanted.
    ///
    /// - Parameters:
    ///   - platforms: What the repository serves; of each Linux both C libraries count. With none it serves all.
    ///   - followsDependencies: Whether more is wanted than what is asked for by name.
    ///   - node: The version of Node whose engines decide, where it is known.
    ///   - limits: How large it may become.
    package init(
        platforms: [Platform],
        followsDependencies: Bool = true,
        node: Semver? = nil,
        limits: ClosureLimits = .standard
    ) {
        self.platforms = platforms.withBothLibraries
        self.followsDependencies = followsDependencies
        self.node = node
        self.limits = limits
    }

    /// Asks for a package by what a person or a dependency would write.
    package mutating func want(
        _ name: PackageName,
        _ spec: String,
        because asker: Asker,
        as demand: Demand = .always
    ) throws(ClosureError) {
        try want(name.string, spec, because: asker, as: demand)
    }

    /// The same by a name that may be none that a package can have; such a one is unresolved.
    package mutating func want(
        _ name: String,
        _ spec: String,
        because asker: Asker,
        as demand: Demand = .always
    ) throws(ClosureError) {
        try ask(name, spec, by: asker, demand)
    }

    /// Asks for one version by its key in `versions`, whether or not npm could read that.
    package mutating func want(
        _ name: PackageName,
        exactly version: String,
        because asker: Asker,
        as demand: Demand = .always
    ) throws(ClosureError) {
        try ask(Ask(package: name, spec: version, demand: demand, isKey: true), by: asker)
    }

    /// The packages whose manifests it has come to wait for since this was asked last, in the order in which they came
    /// up.
    package mutating func nextNeeded() -> [PackageName] {
        defer { needed = [] }
        return needed
    }

    /// Whether nothing more is to come: no manifest is waited for, and nothing is left to answer.
    package var isFinished: Bool { ready.isEmpty && missing == 0 }

    /// The packages whose manifests it still waits for, sorted.
    package var waitsFor: [PackageName] { stations.filter { !$0.value.isKnown }.keys.sorted() }

    /// Takes the manifest of a package, or that there is none, and answers all that waited for it.
    ///
    /// A second manifest of the same package changes nothing. What is kept of one has no digests: whoever fetches looks
    /// them up in the packument.
    package mutating func supply(_ name: PackageName, _ manifest: PackageManifest?) throws(ClosureError) {
        hold(name, manifest)
        while try advance(atMost: .max) {}
    }

    /// The same without answering: `advance` does.
    package mutating func hold(_ name: PackageName, _ manifest: PackageManifest?) {
        if let station = stations[name] {
            guard !station.isKnown else { return }
            missing -= 1
            if !station.waiting.isEmpty { ready.append(name) }
        }
        stations[name, default: Station()].state = manifest.map { .supplied($0.withoutDigests()) } ?? .absent
    }

    /// Answers what waits for manifests that are there, at most so many packages of it; returns whether more is left.
    package mutating func advance(atMost count: Int) throws(ClosureError) -> Bool {
        var left = count
        while left > 0, let name = ready.popLast() {
            try answer(name)
            left -= 1
        }
        return !ready.isEmpty
    }

    /// All that is known so far; whole once the walk is finished.
    package func result() -> Closure { record.closure(stations.compactMapValues(\.manifest), platforms) }
}
