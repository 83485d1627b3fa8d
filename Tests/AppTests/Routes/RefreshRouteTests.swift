import API
import HTTPMessages
import JSON
import Logging
import TestSupport
import Testing

@testable import App

@Suite("A refresh that is asked for", .temporaryDirectory)
struct RefreshRouteTests {
    /// One repository with a registry that nobody asks here, and a Verdaccio that keeps no tarball.
    private static func configuration() throws -> EffectiveConfiguration {
        let text = "uplinks: { up: { cache: false } }\npackages: { '**': { proxy: up } }\n"
        try ConfigurationFile.write(text, to: "verdaccio.yaml")
        return try ConfigurationFile.load(
            """
            listen: 127.0.0.1:0
            repositories:
              npm: { type: npm, storage: ./npm, registry: "http://127.0.0.1:1", verdaccio_config: verdaccio.yaml }
            """
        )
    }

    @Test(
        "is refused for a platform that is none, as the configuration would be",
        arguments: ["full", "delta", "package"]
    )
    func platforms(kind: String) async throws {
        let configuration = try Self.configuration()
        try await Station.with(adapting: { _ in configuration }) { station in
            let package = kind == "package" ? #""package":"lodash","# : ""
            let body = "{\(package)\"platforms\":[\"win32-x64\",\"linux-x64\"]}"
            let answer = try await station.post("/jobs/\(kind)-refresh", body)
            #expect(answer.status == .unprocessableContent, "\(answer.text)")
            let error = answer.json["errors"]?.arrayValue?.first
            #expect(error?["pointer"] == "#/platforms")
            #expect(error?["detail"]?.stringValue?.hasSuffix("did you mean linux-x64-glibc?") == true, "\(answer.text)")
        }
    }

    @Test("is warned of what works against it before anybody asks")
    func advice() async throws {
        let configuration = try Self.configuration()
        try SampleStorage.write(to: "\(TemporaryDirectory.current)/npm")
        let logger = Logger(label: "test", sink: .none)
        let checks = await Diagnosis(configuration, logger: logger).health().checks
        let warnings = checks.filter { $0.name == "repository:npm" && $0.status == .warn }.map(\.detail)
        #expect(
            warnings == ["uplinks.up says cache: false, so that no tarball reaches the storage: remove that line."],
            "\(checks)"
        )
    }
}
