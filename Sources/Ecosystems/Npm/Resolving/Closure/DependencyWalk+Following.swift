/// How a walk goes on: questions, their answers, and the questions that these raise.
extension DependencyWalk {
    mutating func answer(_ name: PackageName) throws(ClosureError) {
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

    /// Asks for what a version depends on.
    ///
    /// Of one that is only listed, too: yarn 4 resolves and fetches what it depends on, though not the version itself.
    private mutating func follow(
        _ manifest: PackageManifest,
        _ position: Int,
        asTarball isTarball: Bool
    ) throws(ClosureError) {
        guard followsDependencies else { return }
        let shape = manifest.shape(position)
        let asker = Asker.version(manifest.name, manifest.version(position))
        try ask(manifest.entries(shape.dependencies), by: asker, isTarball ? .always : .optional)
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

    mutating func ask(
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

    mutating func ask(_ ask: Ask, by asker: Asker) throws(ClosureError) {
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
