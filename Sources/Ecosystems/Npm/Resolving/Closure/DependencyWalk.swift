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
    private let followsDependencies: Bool
    private let node: Semver?
    private let limits: ClosureLimits

    private var stations: [PackageName: Station] = [:]
    private var needed: [PackageName] = []
    /// How many packages are waited for.
    private var missing = 0
    /// Packages that are known and asked for.
    private var ready: [PackageName] = []
    private(set) var record = ClosureRecord()

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
        try ask(name.string, spec, by: asker, demand)
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

    private mutating func answer(_ name: PackageName) throws(ClosureError) {
        guard let asks = stations[name]?.waiting, !asks.isEmpty else { return }
        stations[name]?.waiting = []
        guard let manifest = stations[name]?.manifest else {
            for ask in asks { record.note(.nothing(.noPackage), for: ask) }
            return
        }
        let choice = VersionChoice(manifest, platforms: platforms, node: node, limits: limits)
        for ask in asks {
            let answer = choice.answer(ask)
            record.note(answer, for: ask)
            try take(answer, of: manifest)
        }
    }

    private mutating func take(_ answer: Answer, of manifest: PackageManifest) throws(ClosureError) {
        guard case .versions(let tarballs, let listed) = answer else { return }
        for position in tarballs where record.isNew(position, of: manifest.name, asTarball: true) {
            try follow(manifest, position, asTarball: true)
        }
        for position in listed where record.isNew(position, of: manifest.name, asTarball: false) {
            try follow(manifest, position, asTarball: false)
        }
        guard record.versionCount <= limits.versions else {
            throw .tooMany(.tooManyVersions, "versions", limit: limits.versions, at: manifest.name)
        }
    }

    /// Asks for what a version depends on; of one that is only listed, for what other platforms need with it.
    private mutating func follow(
        _ manifest: PackageManifest,
        _ position: Int,
        asTarball isTarball: Bool
    ) throws(ClosureError) {
        guard followsDependencies else { return }
        let shape = manifest.shape(position)
        let asker = Asker.version(manifest.name, manifest.version(position))
        try ask(manifest.entries(shape.dependencies), by: asker, isTarball ? .always : .listed)
        try ask(manifest.entries(shape.optionalDependencies), by: asker, isTarball ? .optional : .listed)
        if isTarball { try ask(manifest.entries(shape.peers), by: asker, .always) }
        // yarn 4 wants it there even for what it will not build: it resolves for all platforms.
        if shape.needsNodeGyp { try ask(NativeBuild.tool, NativeBuild.spec, by: asker, .ifThere) }
    }

    private mutating func ask(
        _ entries: [(name: String, spec: String)],
        by asker: Asker,
        _ demand: Demand
    ) throws(ClosureError) {
        for entry in entries { try ask(entry.name, entry.spec, by: asker, demand) }
    }

    private mutating func ask(
        _ name: String,
        _ spec: String,
        by asker: Asker,
        _ demand: Demand
    ) throws(ClosureError) {
        switch Lookup(name, spec) {
        case .package(let package, let spec):
            try ask(Ask(package: package, spec: spec, demand: demand, isKey: false), by: asker)
        case .elsewhere(let cause):
            record.note(cause, of: name, spec, by: asker, demand)
        }
    }

    private mutating func ask(_ ask: Ask, by asker: Asker) throws(ClosureError) {
        guard record.isNew(ask, by: asker) else { return }
        guard record.askCount <= limits.dependencies else {
            throw .tooMany(.tooManyDependencies, "dependencies", limit: limits.dependencies, at: ask.package)
        }
        guard let station = stations[ask.package] else { return try askFirst(ask) }
        if station.isKnown, station.waiting.isEmpty { ready.append(ask.package) }
        stations[ask.package]?.waiting.append(ask)
    }

    /// Asks for a package that nobody asked for before.
    private mutating func askFirst(_ ask: Ask) throws(ClosureError) {
        guard stations.count < limits.packages else {
            throw .tooMany(.tooManyPackages, "packages", limit: limits.packages, at: ask.package)
        }
        stations[ask.package] = Station(waiting: [ask])
        needed.append(ask.package)
        missing += 1
    }
}

/// A package, and how far it got.
private struct Station: Sendable {
    enum State: Sendable {
        case needed
        case supplied(PackageManifest)
        case absent
    }

    var state = State.needed
    /// Those that were not answered yet.
    var waiting: [Ask] = []

    /// Whether it was supplied, be it with a manifest or with the word that there is none.
    var isKnown: Bool {
        if case .needed = state { false } else { true }
    }

    var manifest: PackageManifest? {
        if case .supplied(let manifest) = state { manifest } else { nil }
    }
}
