import Crypto
import Posix
import Spooling
import Testing
import Transfer

/// The rules about the steps of an apply: a site with files of the source and of its own, and an archive that adds,
/// replaces and merges, and has an index to place last where the tree has any.
struct Crashing<Fixture: TreeFixture> {
    private let archive: AbsolutePath
    private let prepared: TreeSide<Fixture>
    private let target: Snapshot
    private let old: [String: String]
    private let new: [String: String]
    /// What an item may hold, before and after.
    private let contents: [String: Set<String>] = [
        "alpha": ["alpha"], "beta": ["beta", "beta again"], "gamma": ["gamma"], "own": ["own"],
    ]

    init() async throws {
        let near = try await TreeSide<Fixture>("near")
        prepared = try await TreeSide<Fixture>("prepared")
        for item in ["alpha", "beta"] { try near.fixture.publish(item, item) }
        try await prepared.apply(near.archive())
        try prepared.fixture.publishLocally("own", "own")
        old = try prepared.picture()
        try near.fixture.publish("gamma", "gamma")
        try near.fixture.publish("beta", "beta again")
        archive = try await near.archive()
        let undisturbed = try await prepared.copy(as: "undisturbed")
        target = try undisturbed.stage(archive).head.target
        try await undisturbed.apply(archive)
        new = try undisturbed.picture()
    }

    func order() async throws {
        let far = try await prepared.copy(as: "far")
        let (sink, root) = (far.fixture.sink, far.fixture.tree.path)
        var landings: [String: Landing] = [:]
        for entry in target.entries {
            landings["\(root)/\(try sink.location(of: entry.path))"] = sink.rules.landing(of: entry)
        }
        let shown: Set<FileOperation.Kind> = [.link, .exchange, .rename, .renameNew]
        let operations = try await CrashPoints.operations { try await far.apply(archive) }
        let order = operations.filter { shown.contains($0.kind) }.compactMap { landings[$0.path] }
        #expect(order == order.sorted() && order.contains(.placed), "\(order)")
        let carried = Set(try far.stage(archive).head.manifest.files.map { sink.rules.landing(of: $0.entry) })
        #expect(Set(order) == carried)
    }

    func stops(cuttingPower: Bool, without unsupported: Set<FileOperation.Kind> = []) async throws {
        let stops = try await CrashPoints.forEachStop(without: unsupported) { point in
            var far = try await prepared.copy(as: "stop-\(point.number)")
            let image = cuttingPower ? try DurableImage(of: far.fixture.tree) : nil
            _ = try await point.run(image) { try await far.apply(archive) }
            try image?.cutPower()
            far = try await TreeSide<Fixture>("stop-\(point.number)")
            try expectSound(far, "stopped at \(point.number)")
            try await far.recover()
            let recovered = try far.picture()
            #expect(recovered == old || recovered == new, "recovered from \(point.number)")
            if recovered == old { try await far.apply(archive) }
            #expect(try far.picture() == new, "finished after \(point.number)")
        }
        #expect(stops > 20)
    }

    /// What clients are told to be there is there, and no index is in place before all that is placed before it.
    private func expectSound(_ far: TreeSide<Fixture>, _ when: String) throws {
        for item in try far.fixture.offered() {
            let content = try far.fixture.content(of: item) ?? "nothing"
            #expect(contents[item]?.contains(content) == true, "\(item) holds \(content), \(when)")
        }
        let rules = far.fixture.sink.rules
        let present = try target.entries.filter { try isInPlace($0, far) }
        let latest = present.map { rules.landing(of: $0) }.filter { $0 > .merged && !isOld($0, rules) }.max()
        guard let latest else { return }
        let early = target.entries.filter { rules.landing(of: $0) < latest && rules.landing(of: $0) != .merged }
        for entry in early { #expect(present.contains(entry), "\(entry.path) comes after \(latest), \(when)") }
    }

    /// Whether the files that land so were there before, as they are in the target.
    private func isOld(_ landing: Landing, _ rules: any ContentRules) -> Bool {
        target.entries.filter { rules.landing(of: $0) == landing }.allSatisfy {
            old[$0.path.string] == new[$0.path.string]
        }
    }

    private func isInPlace(_ entry: Entry, _ far: TreeSide<Fixture>) throws -> Bool {
        let location = try far.fixture.sink.location(of: entry.path)
        guard try far.fixture.tree.info(location)?.kind == .regular else { return false }
        return try FileDigest(of: far.fixture.tree.open(location)).sha512 == entry.sha512
    }
}
