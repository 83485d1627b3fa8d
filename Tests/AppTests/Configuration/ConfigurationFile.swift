import App
import FoundationEssentials
import Posix
import TestSupport
import Testing

/// The `packferry.yaml` of the test's own folder.
enum ConfigurationFile {
    /// The least that is a configuration.
    static let least = "repositories: { npm: { type: npm, storage: ./storage } }\n"

    /// Writes the file and reads it.
    static func load(
        _ text: String,
        flags: [Setting: String] = [:],
        environment: [String: String] = [:]
    ) throws -> EffectiveConfiguration {
        try write(text, to: "packferry.yaml")
        let folder = try AbsolutePath(TemporaryDirectory.current)
        let surroundings = EffectiveConfiguration.Surroundings(
            variables: environment,
            currentFolder: folder,
            hostName: "Build-Host.example"
        )
        return try EffectiveConfiguration.load(flags: flags, surroundings)
    }

    /// What is wrong with it, each as `line:column: cause. Suggestion.`, or after the variable or flag that says so.
    static func problems(
        _ text: String,
        flags: [Setting: String] = [:],
        environment: [String: String] = [:]
    ) throws -> [String] {
        let error = #expect(throws: ConfigurationError.self) {
            try load(text, flags: flags, environment: environment)
        }
        let file = "\(TemporaryDirectory.current)/packferry.yaml:"
        return try #require(error).description.split(separator: "\n").map { line in
            line.hasPrefix(file) ? String(line.dropFirst(file.count)) : String(line)
        }
    }

    /// Writes a file of the test's folder.
    static func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(TemporaryDirectory.current)/\(name)"))
    }
}
