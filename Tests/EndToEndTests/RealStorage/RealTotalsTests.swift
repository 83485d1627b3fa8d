import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "A real storage of 2018",
    .paced,
    .needsProgram,
    .needsData("verdaccio-2018"),
    .temporaryDirectory,
    .ends
)
struct RealTotalsTests {
    @Test("What the API says of it is what find and du say, and what is wrong in it is found")
    func totals() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        try await SampleData.unpack("verdaccio-2018", "storage", into: site.folder)
        let before = try await Tree(of: site.storage)
        let tarballs = try await Self.find(site, "-name *.tgz -type f")
        let packuments = try await Self.find(site, "-name package.json -type f")
        #expect(tarballs.count == 832)
        #expect(packuments.count == 751)

        let server = try await site.serve()
        // One of its tarballs is gone.
        #expect(try await server.job("/jobs/collect").text("state") == "partial")
        let packages = try await Self.all("/packages", server)
        #expect(packages.count == packuments.count)
        // Per package, not in sum, so that two mistakes cannot make one right number.
        let files = Self.perPackage(tarballs)
        for package in packages {
            let name = try package.text("name")
            let own = files[name] ?? []
            #expect(try package.number("files") == own.count, "\(name)")
            #expect(try package.number("bytes") == own.reduce(0) { $0 + $1.size }, "\(name)")
        }

        let totals = try await server.ask("/storage").expect(200).json
        let npm = try #require(try totals.list("repositories").first)
        let counts = try #require(npm["counts"])
        let bytes = try await Self.apparentSize(site)
        #expect(try counts.number("packages") == 751)
        #expect(try counts.number("files") == 832 + 751)
        #expect(try counts.number("bytes") == bytes)
        let scopes = try npm.list("scopes")
        #expect(try scopes.reduce(0) { try $0 + $1.number("packages") } == 751)
        #expect(try scopes.reduce(0) { try $0 + $1.number("bytes") } == bytes)

        let findings = try await Self.all("/broken-archives", server)
        let pairs = findings.map { "\($0["kind"]?.stringValue ?? "") \($0["path"]?.stringValue ?? "")" }
        #expect(pairs.contains("missing foundation-sites/foundation-sites-6.5.0-rc.1.tgz"), "\(pairs)")
        #expect(pairs.contains { $0.hasPrefix("stray @webassemblyjs/helper-code-frame/") }, "\(pairs)")
        #expect(try npm.number("findings") == findings.count)
        try await server.stop()
        #expect(try await Tree(of: site.storage) == before)
    }

    @Test("It crosses the gap whole")
    func carried() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        try await SampleData.unpack("verdaccio-2018", "storage", into: near.folder)
        let archive = try await near.partialArchive()
        let applied = try await far.apply(archive)
        #expect([0, 3].contains(applied.status), "\(applied)")
        let (here, there) = (try await Tree(of: near.storage).tarballs, try await Tree(of: far.storage).tarballs)
        #expect(there.allSatisfy { here[$0.key] == $0.value })
        let carried = try await Archive(archive)
        #expect(there.count == carried.tarballs.count)
        // What is left out is named, and nothing else is left out.
        let warnings = try carried.manifest.list("warnings").compactMap(\.stringValue)
        for path in here.keys where there[path] == nil {
            #expect(warnings.contains { $0.contains(path) }, "\(path)")
        }
    }

    private struct File { let path: String; let size: Int }

    private static func find(_ site: Site, _ what: String) async throws -> [File] {
        let arguments = [".", "-path", "./.packferry", "-prune", "-o"] + what.split(separator: " ").map(String.init)
        let find = try Executable.needed("find")
        let lines = try await find.run(arguments + ["-printf", "%s %P\\n"], in: site.storage).succeeded().lines
        return lines.compactMap { line in
            guard let space = line.firstIndex(of: " "), let size = Int(line[..<space]) else { return nil }
            return File(path: String(line[line.index(after: space)...]), size: size)
        }
    }

    private static func perPackage(_ files: [File]) -> [String: [File]] {
        Dictionary(grouping: files) { $0.path.split(separator: "/").dropLast().joined(separator: "/") }
    }

    /// What du says of the package files and the packuments.
    private static func apparentSize(_ site: Site) async throws -> Int {
        let script = """
            find . -path ./.packferry -prune -o -type f \\( -name '*.tgz' -o -name package.json \\) -print0 |
                du --apparent-size --bytes --total --files0-from=- | tail -n 1 | cut -f 1
            """
        let outcome = try await Executable.needed("sh").run(["-c", script], in: site.storage).succeeded()
        return outcome.lines.first.flatMap { Int($0) } ?? -1
    }

    /// The items of all pages of a list.
    private static func all(_ path: String, _ server: Server) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let page = try await server.ask("\(path)?limit=200" + (cursor.map { "&cursor=\($0)" } ?? "")).expect(200)
                .json
            items += try page.list("items")
            cursor = page["next_cursor"]?.stringValue
        } while cursor != nil
        return items
    }
}
