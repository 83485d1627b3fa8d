import App
import Foundation
import TestSupport
import Testing

@Suite("The configurations that are shipped", .temporaryDirectory)
struct ShippedConfigurationTests {
    private static func text(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return try String(contentsOfFile: "/\(root)/\(name)", encoding: .utf8)
    }

    @Test("are valid for this version", arguments: ["packferry.example.yaml", "packaging/docker/packferry.yaml"])
    func areValid(name: String) throws {
        let configuration = try ConfigurationFile.load(Self.text(name))
        #expect(!configuration.values.repositories.isEmpty)
    }

    @Test("the example says what the defaults are")
    func defaults() throws {
        let example = try ConfigurationFile.load(Self.text("packferry.example.yaml")).values
        let least = try ConfigurationFile.load("site: { name: plant-7 }\n\(ConfigurationFile.least)").values
        #expect(example == least)
    }

    @Test("a storage that is not there is a warning, and the example passes with one that is")
    func storages() async throws {
        let text = try Self.text("packferry.example.yaml")
        let warnings = try await ConfigurationFile.load(text).checkStorages().warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("\(TemporaryDirectory.current)/storage does not exist") == true)
        try SampleStorage.write(to: "\(TemporaryDirectory.current)/storage")
        #expect(try await ConfigurationFile.load(text).checkStorages().warnings == [])
    }

    @Test("a link in the place of our own folder is told")
    func linkedFolder() async throws {
        let storage = "\(TemporaryDirectory.current)/storage"
        try SampleStorage.write(to: storage)
        let outcome = try StockTool("ln").run(["-s", "nowhere", ".packferry"], in: storage)
        try #require(outcome.status == 0)
        let warnings = try await ConfigurationFile.load(ConfigurationFile.least).checkStorages().warnings
        #expect(
            warnings.count == 1 && warnings.first?.contains(".packferry is a link or a file") == true,
            "\(warnings)"
        )
    }

    @Test("a storage that is a file, or holds something else, is refused with its line")
    func noStorage() async throws {
        try ConfigurationFile.write("x", to: "file")
        try SampleStorage.write("Dear", "letter.txt", in: "\(TemporaryDirectory.current)/documents")
        let configuration = try ConfigurationFile.load(
            """
            repositories:
              one: { type: npm, storage: ./file }
              two: { type: npm, storage: ./documents }
              three: { type: npm, storage: ./storage, verdaccio_config: ./nothing.yaml }
            """
        )
        try SampleStorage.write(to: "\(TemporaryDirectory.current)/storage")
        let error = await #expect(throws: ConfigurationError.self) { try await configuration.checkStorages() }
        #expect(
            error?.problems.map(\.origin) == [
                .file(line: 2, column: 30), .file(line: 3, column: 30), .file(line: 4, column: 61),
            ]
        )
        #expect(error?.problems.first?.cause.contains("file cannot be opened") == true)
        #expect(error?.problems.dropFirst().first?.cause.contains("is not a Verdaccio storage") == true)
        #expect(error?.problems.last?.cause.hasPrefix("repositories.three.verdaccio_config: ") == true)
    }
}
