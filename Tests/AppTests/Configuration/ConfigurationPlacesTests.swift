import App
import FoundationEssentials
import Posix
import TestSupport
import Testing

@Suite("A configuration that nobody named", .temporaryDirectory)
struct ConfigurationPlacesTests {
    private let folder = TemporaryDirectory.current

    private func surroundings(_ variables: [String: String] = [:]) throws -> EffectiveConfiguration.Surroundings {
        EffectiveConfiguration.Surroundings(
            variables: ["HOME": "\(folder)/home"].merging(variables) { $1 },
            currentFolder: try AbsolutePath("\(folder)/here"),
            hostName: "host",
            systemFolder: try AbsolutePath("\(folder)/etc")
        )
    }

    private func write(_ text: String = ConfigurationFile.least, to name: String) throws {
        let path = "\(folder)/\(name)"
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/\(parent)", withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test("is the nearest one: here, the user's, the system's")
    func order() throws {
        let variables = ["XDG_CONFIG_HOME": "\(folder)/xdg"]
        let places = [
            ("etc/packferry/packferry.yaml", variables), ("home/.config/packferry/packferry.yaml", [:]),
            ("xdg/packferry/packferry.yaml", variables), ("here/packferry.yaml", variables),
        ]
        for (place, variables) in places {
            try write(to: place)
            #expect(try EffectiveConfiguration.load(surroundings(variables)).file.string == "\(folder)/\(place)")
        }
        let relative = try EffectiveConfiguration.load(surroundings(["XDG_CONFIG_HOME": "xdg"])).file.string
        #expect(relative == "\(folder)/here/packferry.yaml")
    }

    @Test("is said to be nowhere with all places, and how to get one")
    func nowhere() throws {
        let error = #expect(throws: ConfigurationError.self) { try EffectiveConfiguration.load(surroundings()) }
        let said = try #require(error).description
        for place in ["here/packferry.yaml", "home/.config/packferry/packferry.yaml", "etc/packferry/packferry.yaml"] {
            #expect(said.contains("\(folder)/\(place)"))
        }
        #expect(said.contains("packferry init"))
    }

    @Test("does not give way to another one because it cannot be read")
    func unreadable() throws {
        try write(to: "etc/packferry/packferry.yaml")
        try FileManager.default.createDirectory(atPath: "\(folder)/here", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/here/packferry.yaml",
            withDestinationPath: "nowhere"
        )
        #expect(throws: ConfigurationError.self) { try EffectiveConfiguration.load(surroundings()) }
    }

    @Test("puts its own files where the system gives a service room, and not beside itself in /etc")
    func ownFolder() throws {
        try write(to: "etc/packferry/packferry.yaml")
        let service = try EffectiveConfiguration.load(surroundings(["STATE_DIRECTORY": "/srv/own:/srv/other"]))
        #expect(service.values.paths.state.string == "/srv/own/state")
        #expect(service.values.paths.artifacts.string == "/srv/own/artifacts")
        #expect(service.values.paths.snapshots.string == "/srv/own/snapshots")
        #expect(service.values.paths.data.string == "/srv/own/data")
        #expect(service.origin(of: "paths.state") == .environment("STATE_DIRECTORY"))
        #expect(service.values.repositories[0].storage.string == "\(folder)/etc/packferry/storage")
        let typed = try EffectiveConfiguration.load(surroundings())
        #expect(typed.values.paths.state.string == "/var/lib/packferry/state")
        #expect(typed.origin(of: "paths.state") == .builtIn)
        try write("paths: { state: ./mine }\n\(ConfigurationFile.least)", to: "etc/packferry/packferry.yaml")
        let said = try EffectiveConfiguration.load(surroundings(["STATE_DIRECTORY": "/srv/own"])).values.paths
        #expect(said.state.string == "\(folder)/etc/packferry/mine" && said.artifacts.string == "/srv/own/artifacts")
        try write(to: "here/packferry.yaml")
        #expect(try EffectiveConfiguration.load(surroundings()).values.paths.state.string == "\(folder)/here/state")
    }

    @Test("is said to be wrong where its folders cannot be made, and nothing is made by asking")
    func unmakeable() throws {
        try write("x", to: "file")
        let text = "paths: { state: ./file/state, artifacts: ./new/artifacts, snapshots: ./file }\n"
        let configuration = try ConfigurationFile.load(text + ConfigurationFile.least)
        let error = #expect(throws: ConfigurationError.self) { try configuration.checkPlaces() }
        let said = try #require(error).problems.map(\.cause)
        #expect(said.count == 2 && said.first?.hasPrefix("paths.state: \(folder)/file/state cannot be used") == true)
        #expect(said.last?.hasPrefix("paths.snapshots: ") == true)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/new"))
        #expect(throws: Never.self) { try ConfigurationFile.load(ConfigurationFile.least).checkPlaces() }
    }
}
