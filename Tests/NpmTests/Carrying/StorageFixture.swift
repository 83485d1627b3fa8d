import Crypto
import JSON
import Persistence
import Posix
import Reporting
import TestSupport
import Time
import Transfer

@testable import Npm

/// One side of the gap: a storage with an index, artifacts and snapshots of its own, in a folder of a test.
struct StorageFixture: Sendable {
    let root: AbsolutePath
    let storage: Directory
    let folder: RepositoryFolder
    let layout: StorageLayout
    private(set) var collector: Collector
    let snapshots: SnapshotStore
    let artifacts: ArtifactStore
    /// What archives of this side leave at home.
    var excluded: [PackagePattern] = []
    var platforms = [Platform(parsing: "linux-x64-glibc")].compactMap(\.self)

    /// A storage called `name`, empty unless it is there.
    ///
    /// Its clock is ahead by so many seconds, so that what was written just now counts as settled.
    init(
        _ name: String,
        layout: StorageLayout = StorageLayout(nil),
        database: Database? = nil,
        ahead: Double = 10
    ) async throws {
        root = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        storage = try Directory.making(root.appending("storage"))
        folder = try RepositoryFolder(in: storage)
        self.layout = layout
        let opened = if let database { database } else { try await Database(.memory) }
        collector = Collector(
            root: storage,
            layout: layout,
            repository: "npm",
            database: opened,
            clock: WallClock { WallClock.system.now() + .seconds(ahead) }
        )
        snapshots = SnapshotStore(try Directory.making(root.appending("snapshots")))
        artifacts = ArtifactStore(try Directory.making(root.appending("artifacts")), database: opened)
    }

    /// The same side, whose collector asks `clock` for the time and hands it the true one.
    func asking(_ clock: @escaping @Sendable (Moment) -> Moment) -> StorageFixture {
        var side = self
        side.collector = Collector(
            root: storage,
            layout: layout,
            repository: "npm",
            database: collector.index.database,
            clock: WallClock { [now = collector.clock.now] in clock(now()) }
        )
        return side
    }

    func source() throws -> NpmSource { source(try folder.identity(name: "npm", type: "npm")) }

    func source(_ identity: RepositoryIdentity) -> NpmSource {
        NpmSource(
            identity: identity,
            collector: collector,
            platforms: platforms,
            excluded: excluded,
            generator: "tests",
            clock: WallClock { Moment(seconds: 1_795_224_600) }
        )
    }

    @discardableResult
    func build(_ request: BuildRequest = BuildRequest(), reporter: Reporter = .silent) async throws -> BuildResult {
        let builder = ArtifactBuilder(
            source: try source(),
            rules: NpmRules(),
            folder: folder,
            snapshots: snapshots,
            artifacts: artifacts,
            generator: "tests"
        )
        return try await builder.build(request, run: "test", reporter: reporter)
    }

    /// Builds what is new; throws when nothing is.
    func archive(_ request: BuildRequest = BuildRequest()) async throws -> AbsolutePath {
        try archive(try await build(request))
    }

    func archive(_ result: BuildResult) throws -> AbsolutePath {
        guard let id = result.artifact?.id else { throw FixtureError.noArtifact }
        return root.appending(try RelativePath("artifacts/\(id).tar.zst"))
    }

    var engine: ImportEngine {
        ImportEngine(sink: NpmSink(collector: collector), folder: folder, lockPatience: .zero)
    }

    func stage(_ archive: AbsolutePath) throws -> StagedImport {
        try engine.stage(ArchiveInput(archive), reporter: .silent)
    }

    @discardableResult
    func apply(_ archive: AbsolutePath, allowMissing: Bool = false) async throws -> ImportOutcome {
        try await apply(stage(archive), allowMissing: allowMissing)
    }

    @discardableResult
    func apply(
        _ staged: StagedImport,
        allowMissing: Bool = false,
        adoptSource: Bool = false
    ) async throws -> ImportOutcome {
        let options = ApplyOptions(allowMissing: allowMissing, adoptSource: adoptSource, initiator: "test")
        return try await engine.apply(staged, options: options, reporter: .silent)
    }

    /// Everything that is wrong, as it is kept.
    func findings() async throws -> [Finding] {
        try await FindingStore(database: collector.index.database, repository: "npm").findings()
    }

    @discardableResult
    func collect(deep: Bool = false) async throws -> Collected {
        try await collector.collect(deep: deep, reporter: .silent)
    }
}

enum FixtureError: Error {
    case noArtifact
    case failed(String)
}

/// What Verdaccio, a publisher and chance do to a storage.
extension StorageFixture {
    /// What a tarball of that version holds unless it is said otherwise.
    static func content(_ name: String, _ version: String) -> String { "\(name)@\(version)" }

    /// Where the tarball of a version lies, as Verdaccio names it.
    static func tarball(_ name: String, _ version: String) -> String {
        "\(name)/\(name.split(separator: "/").last ?? "")-\(version).tgz"
    }

    /// Lists a version as an upstream does; its tarball is fetched unless it is said otherwise.
    func add(
        _ name: String,
        _ version: String,
        content: String? = nil,
        fetched: Bool = true,
        extra: String = "",
        tag: String = "latest"
    ) throws {
        let content = content ?? Self.content(name, version)
        let file = Self.tarball(name, version)
        try edit(name) { document in
            let object = PackumentFixture.object(name, version, content: content, extra)
            document.set("versions", version, try JSONValue(parsing: Array(object.utf8)))
            document.set("dist-tags", tag, .string(version))
            document.set("time", version, "2025-06-01T00:00:00.000Z")
            guard fetched else { return }
            let shasum = SHA1.hash(Array(content.utf8)).hex
            document.set(
                "_attachments",
                file.split(separator: "/").last.map(String.init) ?? "",
                ["shasum": .string(shasum)]
            )
        }
        if fetched { try write(file, content) }
    }

    /// Touches what Verdaccio touches at every refresh, and nothing else.
    func refresh(_ name: String) throws {
        try edit(name) { document in
            document.set("_uplinks", "npmjs", ["etag": "x", "fetched": .integer(.random(in: 0...1 << 50))])
            var members = document.objectValue ?? []
            members.removeAll { $0.0 == "_rev" }
            members.append(("_rev", .string("\(Int.random(in: 1...99))-abcdef")))
            document = .object(members)
        }
    }

    /// When a package's document was changed.
    func changed(_ name: String) throws -> Moment {
        Moment(nanoseconds: try storage.info(RelativePath("\(name)/package.json"))?.modified ?? 0)
    }

    func edit(_ name: String, _ change: (inout JSONValue) throws -> Void) throws {
        let empty: JSONValue = ["_id": .string(name), "name": .string(name), "_distfiles": [:], "_uplinks": [:]]
        var document = try text("\(name)/package.json").map { try JSONValue(parsing: Array($0.utf8)) } ?? empty
        try change(&document)
        try write("\(name)/package.json", document.encoded(layout: .indented(1)))
    }

    /// Where a repository path lies here.
    func place(_ path: String) throws -> RelativePath {
        let path = try RelativePath(path)
        return (try? layout.location(of: path)) ?? path
    }

    /// Replaces a file in one step, as Verdaccio does.
    func write(_ path: String, _ bytes: [UInt8]) throws {
        let path = try place(path)
        if let parent = path.parent { try storage.makeDirectories(parent) }
        let fresh = try RelativePath("\(path).fresh")
        let file = try storage.create(fresh)
        try file.write(bytes)
        try file.close()
        try storage.rename(fresh, to: path)
    }

    func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    func remove(_ path: String) throws { try storage.removeAll(place(path)) }

    func text(_ path: String) throws -> String? {
        let path = try place(path)
        guard try storage.info(path)?.kind == .regular else { return nil }
        return String(decoding: try storage.open(path).readAll(limit: 64 << 20), as: UTF8.self)
    }

    func packument(_ name: String) throws -> Packument? {
        try text("\(name)/package.json").map { try Packument(scanning: Array($0.utf8), expecting: PackageName(name)) }
    }

    /// The versions that a package's document lists.
    func versions(_ name: String) throws -> [String] { try packument(name)?.versionNames ?? [] }

    func tags(_ name: String) throws -> [String: String] { try packument(name)?.tagTable ?? [:] }

    /// Every file of the storage with its content; `.packferry` left out.
    func picture() throws -> [String: String] {
        var found: [String: String] = [:]
        try Self.visit(storage, at: "") { found[$0] = $1 }
        return found
    }

    private static func visit(_ folder: Directory, at place: String, _ take: (String, String) -> Void) throws {
        for entry in try folder.entries() where entry.name != RepositoryFolder.name {
            let name = try RelativePath(entry.name)
            if entry.info.kind == .directory {
                try visit(folder.subdirectory(name), at: "\(place)\(entry.name)/", take)
            } else if entry.info.kind == .regular {
                take(
                    place + entry.name,
                    String(decoding: try folder.open(name).readAll(limit: 64 << 20), as: UTF8.self)
                )
            } else {
                take(place + entry.name, "\(entry.info.kind)")
            }
        }
    }
}
