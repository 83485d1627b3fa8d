import Testing

@testable import Npm

/// A registry in memory, and walks over it.
struct WalkFixture {
    var packages: [String: PackumentFixture] = [:]

    /// Adds a version with further members; the last one added is `latest`.
    mutating func add(_ name: String, _ version: String, _ extra: String = "") {
        packages[name, default: PackumentFixture(name: name)].add(version, extra)
        tag(name, "latest", version)
    }

    mutating func tag(_ name: String, _ tag: String, _ version: String) {
        packages[name]?.tags.removeAll { $0.0 == tag }
        packages[name]?.tags.append((tag, version))
    }

    func manifest(_ name: String) throws -> PackageManifest? {
        try packages[name].map { try PackageManifest.kept($0.packument()) }
    }

    /// Walks from `roots` to the end; `order` sorts the packages of each round.
    func closure(
        of roots: [(name: String, spec: String)],
        platforms: [String] = ["linux-x64-glibc"],
        as demand: Demand = .always,
        follows: Bool = true,
        limits: ClosureLimits = .standard,
        order: (PackageName, PackageName) -> Bool = { $0 < $1 }
    ) throws -> Closure {
        var walk = DependencyWalk(
            platforms: platforms.compactMap(Platform.init(parsing:)),
            followsDependencies: follows,
            limits: limits
        )
        for root in roots { try walk.want(PackageName(root.name), root.spec, because: .root("test"), as: demand) }
        while !walk.isFinished {
            for name in walk.nextNeeded().sorted(by: order) { try walk.supply(name, manifest(name.string)) }
        }
        #expect(walk.waitsFor.isEmpty)
        return walk.result()
    }

    func closure(of root: String, _ spec: String = "*") throws -> Closure { try closure(of: [(root, spec)]) }

    static func dependencies(_ pairs: KeyValuePairs<String, String>, as member: String = "dependencies") -> String {
        "\"\(member)\":{\(pairs.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ","))}"
    }
}

extension Closure {
    /// The tarballs that are wanted, as `name@version`.
    var tarballs: [String] { table { $0.isTarball } }

    /// The versions that are only listed.
    var listed: [String] { table { !$0.isTarball } }

    private func table(_ isMeant: (Want) -> Bool) -> [String] {
        wanted.flatMap { name, versions in versions.filter { isMeant($0.value) }.map { "\(name)@\($0.key)" } }.sorted()
    }
}

extension [Closure.Gap] {
    /// Each as `asker: name@spec`.
    var texts: [String] { map { "\($0.asker): \($0.name)@\($0.spec)" } }
}

extension PackageManifest {
    /// The manifest of a packument as a later refresh has it, which reads no document.
    static func kept(_ packument: Packument) throws -> PackageManifest {
        let brief = try DocumentBrief(packument)
        return try #require(DocumentBrief(of: packument.name, decoding: brief.encoded)).manifest
    }
}
