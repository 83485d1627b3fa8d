import JSON

/// An archive as the stock tools see it.
struct Archive: Sendable {
    let path: String
    /// The names of its members, in their order.
    let members: [String]
    let manifest: JSONValue

    init(_ path: String) async throws {
        self.path = path
        let tar = try Executable.needed("tar")
        members = try await tar.run(["--zstd", "-tf", path], in: "/tmp").succeeded().lines
        manifest = try await tar.run(["--zstd", "-xOf", path, "manifest.json"], in: "/tmp").succeeded().json
    }

    /// The paths of what it carries, sorted.
    var carried: [String] {
        members.filter { $0.hasPrefix("storage/") }.map { String($0.dropFirst("storage/".count)) }.sorted()
    }

    /// The package files that it carries.
    var tarballs: [String] { carried.filter { $0.hasSuffix(".tgz") } }
}
