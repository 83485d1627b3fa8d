import Foundation
import JSON

/// A project folder in which real clients install, each with a home and caches of its own.
struct NodeProject: Sendable {
    let folder: String
    private let home: String

    /// Makes a project with this package.json.
    init(_ name: String, in parent: String, manifest: JSONValue) throws {
        folder = "\(parent)/\(name)"
        home = "\(parent)/\(name)-home"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try write("package.json", String(decoding: manifest.encoded(), as: UTF8.self))
    }

    /// Makes a project that asks for these packages.
    init(_ name: String, in parent: String, needs: [String: String]) throws {
        let needs = needs.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
        try self.init(
            name,
            in: parent,
            manifest: ["name": "app", "version": "1.0.0", "private": true, "dependencies": .object(needs)]
        )
    }

    /// Writes a file of the project.
    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file)"))
    }

    /// Adds a folder with a package that has nothing in it, to be linked in the place of a real one.
    func addEmpty(_ package: String) throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(package)", withIntermediateDirectories: true)
        try write("\(package)/package.json", #"{"name":"\#(package)","version":"2.3.3"}"#)
    }

    /// Runs npm on a site's side of the gap, with one registry and no way to ask another.
    func npm(
        _ arguments: String...,
        registry: String,
        on site: Site
    ) async throws -> Outcome {
        try await run(
            site.here(Executable.needed("npm")),
            ["--ignore-scripts"] + arguments,
            registry: registry
        )
    }

    /// Runs a client of which registry and folders are set by npm's own variables.
    func run(
        _ client: Executable,
        _ arguments: [String],
        registry: String,
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let own = [
            "HOME": home, "XDG_CACHE_HOME": "\(home)/cache", "XDG_DATA_HOME": "\(home)/data",
            "npm_config_registry": registry, "npm_config_cache": "\(home)/npm",
            "npm_config_prefix": "\(home)/prefix", "npm_config_userconfig": "\(home)/npmrc",
            "npm_config_globalconfig": "\(home)/global-npmrc", "npm_config_audit": "false",
            "npm_config_fund": "false", "npm_config_update_notifier": "false", "npm_config_fetch_retries": "0",
        ]
        return try await client.run(
            arguments,
            in: folder,
            environment: own.merging(environment) { _, given in given }
        )
    }

    /// The version of a package that was installed, or `nil` if it was not.
    func installed(_ package: String) -> String? {
        let path = "\(folder)/node_modules/\(package)/package.json"
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        return (try? JSONValue(parsing: Array(bytes)))?["version"]?.stringValue
    }
}
