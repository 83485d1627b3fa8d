import Posix
import TestSupport

@testable import Npm

/// A small storage in the test's own folder, and a registry over it.
struct RegistryFixture {
    static let base = "http://host:1/npm"

    let storage: Directory
    let registry: NpmRegistry

    init(folder: @escaping NpmRegistry.Folder = { $0.path }) throws {
        let storage = try Directory.making(try AbsolutePath(TemporaryDirectory.current).appending("storage"))
        self.storage = storage
        registry = NpmRegistry(
            storage: storage,
            folder: folder,
            names: { try Self.names(in: storage) },
            lane: DiskLane(storage.path, name: "registry-test", threads: 2)
        )
    }

    /// Writes a file and its folders, replacing what is there by renaming.
    func write(_ text: String, to path: String) throws {
        let path = try RelativePath(path)
        if let parent = path.parent { try storage.makeDirectories(parent) }
        try AtomicFile.write(Array(text.utf8), to: path, in: storage)
    }

    /// Writes a package with one version and its tarball.
    func publish(_ name: String, _ version: String, extra: String = "", document: String = "") throws {
        let base = name.split(separator: "/").last ?? ""
        let file = "\(base)-\(version).tgz"
        try write("tarball of \(name)", to: "\(name)/\(file)")
        try write(
            """
            {"name": "\(name)", "dist-tags": {"latest": "\(version)"}, "versions": {"\(version)": {"name": "\(name)",
            "version": "\(version)"\(extra), "dist": {"shasum": "\(String(repeating: "0", count: 40))",
            "tarball": "https://elsewhere.example/\(name)/-/\(file)"}}},
            "time": {"modified": "2025-06-02T00:00:00.000Z", "\(version)": "2025-06-01T00:00:00.000Z"}\(document)}
            """,
            to: "\(name)/package.json"
        )
    }

    func packument(_ name: String, _ form: PackumentForm = .full) async throws -> RegistryDocument? {
        try await registry.packument(try PackageName(name), form: form, base: Self.base)
    }

    private static func names(in storage: Directory) throws -> [PackageName] {
        var names: [PackageName] = []
        for entry in try storage.entries() where entry.info.kind == .directory {
            if let name = try? PackageName(entry.name) { names.append(name) }
            guard entry.name.hasPrefix("@") else { continue }
            for inner in try storage.subdirectory(RelativePath(entry.name)).entries() {
                if let name = try? PackageName("\(entry.name)/\(inner.name)") { names.append(name) }
            }
        }
        return names.sorted()
    }
}
