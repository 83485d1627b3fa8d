import Foundation
import TestSupport
import Testing

/// `docs/security.md` names tests; each of them is there.
@Suite("The page about security")
struct SecurityPageTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    /// The text of every test, by its file.
    private static func sources() throws -> [String] {
        let folder = root.appending(path: "Tests").standardizedFileURL.path
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }

    @Test("names suites and tests that are there")
    func names() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/security.md"), encoding: .utf8)
        let named = Set(page.matches(of: /`([A-Z]\w*Tests)(?:\.(\w+))?`/).map { "\($0.1).\($0.2 ?? "")" })
        #expect(named.count > 50)
        let sources = try Self.sources()
        for name in named.sorted() {
            let parts = name.split(separator: ".").map(String.init)
            let suites = sources.filter { $0.contains("struct \(parts[0])") || $0.contains("extension \(parts[0]) ") }
            #expect(!suites.isEmpty, "there is no suite \(parts[0])")
            guard parts.count == 2 else { continue }
            let isThere = suites.contains { $0.contains("func \(parts[1])(") || $0.contains("let \(parts[1]) =") }
            #expect(isThere, "\(parts[0]) has no \(parts[1])")
        }
    }

    @Test("has a test for every default")
    func defaults() throws {
        let table = try DocumentedTable("docs/security.md", under: "## Defaults, and the test of each")
        #expect(table.rows.count >= 25)
        for row in table.rows {
            let tests = row.last ?? []
            #expect(row.count == 3 && tests.contains { $0.contains("Tests") }, "\(row)")
        }
    }
}
