import Trees

/// Where ranges lead among the versions that are here.
struct ShelfWalk {
    /// A version that is chosen and whose tarball is not here, because it is for other platforms.
    struct Lost {
        let name: PackageName
        let version: String
        let missing: InstallCheck.Missing
    }

    let closure: Closure
    let lost: [Lost]

    /// How many versions would be installed.
    var installed: Int { closure.wanted.values.reduce(0) { $0 + $1.values.count(where: \.isTarball) } }

    /// Follows `wishes` as far as the versions on the shelves lead.
    init(
        _ wishes: [RequestedSet.Wish],
        of kind: RequestedSet.Kind,
        on shelves: PackageShelves,
        _ platforms: [Platform]
    ) throws {
        var walk = DependencyWalk(platforms: platforms)
        for wish in wishes {
            let demand = wish.isOptional ? Demand.optional : .always
            try walk.want(wish.name, wish.spec, because: .root(kind.rawValue), as: demand)
        }
        var listed: [PackageName: PackageManifest] = [:]
        while !walk.isFinished {
            for name in walk.nextNeeded() {
                let offer = try shelves.offer(of: name, platforms)
                listed[name] = offer?.listed
                try walk.supply(name, offer?.manifest)
            }
        }
        let closure = walk.result()
        self.closure = closure
        lost = listed.sorted { $0.key < $1.key }.flatMap { Self.lost($0.value, closure) }
    }

    /// Those of the versions that are only listed whose tarballs are wanted.
    private static func lost(_ listed: PackageManifest, _ closure: Closure) -> [Lost] {
        listed.versions.sorted().compactMap { version in
            guard let want = closure.wanted[listed.name]?[version], want.isTarball else { return nil }
            let missing = InstallCheck.Missing(
                package: listed.name.string,
                version: version,
                file: listed.tarball(of: version)?.file.string,
                state: .missing,
                asker: "\(want.asker)"
            )
            return Lost(name: listed.name, version: version, missing: missing)
        }
    }
}
