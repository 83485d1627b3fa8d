import TestSupport
import Testing

@testable import Npm

@Suite("Closures that are too large")
struct ClosureLimitsTests {
    private func limits(_ change: (inout ClosureLimits) -> Void) -> ClosureLimits {
        var limits = ClosureLimits()
        change(&limits)
        return limits
    }

    /// A chain of packages, each with two versions.
    private func chain(_ count: Int) -> WalkFixture {
        var registry = WalkFixture()
        for number in 0..<count {
            let next = WalkFixture.dependencies(["p\(number + 1)": "*"])
            for version in ["1.0.0", "1.1.0"] { registry.add("p\(number)", version, number + 1 < count ? next : "") }
        }
        return registry
    }

    @Test("the walk ends at each bound with an error that names where")
    func bounds() throws {
        let registry = chain(10)
        let cases: [(ClosureError.Code, ClosureLimits)] = [
            (.tooManyPackages, limits { $0.packages = 5 }), (.tooManyDependencies, limits { $0.dependencies = 5 }),
            (.tooManyVersions, limits { $0.versions = 5 }),
        ]
        for (code, limits) in cases {
            let error = #expect(throws: ClosureError.self) { try registry.closure(of: [("p0", "*")], limits: limits) }
            #expect(error?.code == code)
            #expect(error?.subject == "p5")
            #expect(error?.description.contains("more than 5") == true)
        }
        #expect(try registry.closure(of: [("p0", "*")], limits: limits { $0.packages = 10 }).tarballs.count == 10)
    }

    @Test("a range of thousands of conditions is not compared with every version")
    func ranges() throws {
        var registry = WalkFixture()
        let range = (0..<100).map { "9.0.\($0)" }.joined(separator: "||")
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": range]))
        for version in ["1.0.0", "1.1.0"] { registry.add("b", version) }
        let closure = try registry.closure(of: [("a", "*")], limits: limits { $0.comparisons = 100 })
        #expect(closure.unresolved.map(\.cause) == [.tooComplex])
        #expect(try registry.closure(of: "a").unresolved.map(\.cause) == [.noVersion])
    }

    @Test("a packument with more of anything than any package has is refused by name")
    func manifests() throws {
        var package = PackumentFixture(name: "demo")
        for version in 0..<6 {
            let name = String(repeating: "n", count: 100)
            package.add("\(version).0.0", "\"peerDependencies\":{\"\(name)\":\"^1\",\"b\":\"\(version)\"}")
        }
        let packument = try package.packument()
        let bounds: [(String, WritableKeyPath<ManifestLimits, Int>, Int)] = [
            ("versions", \.versions, 6), ("dependencies", \.links, 12), ("bytes of names", \.text, 400),
        ]
        for (word, bound, enough) in bounds {
            var limits = ManifestLimits()
            limits[keyPath: bound] = enough
            _ = try PackageManifest(packument, limits: limits)
            limits[keyPath: bound] = 5
            let error = #expect(throws: ClosureError.self) { try PackageManifest(packument, limits: limits) }
            #expect(error?.code == .packageTooLarge)
            #expect(error?.subject == "demo")
            #expect(error?.cause.contains("more than 5 \(word)") == true)
        }
    }

    @Test("a package of ten thousand versions with a hundred new dependencies each ends the walk at its bound", .ends)
    func hostile() throws {
        let count = 10_000
        let versions = (0..<count).map { number in
            let names = (0..<100).map { "\"d\($0)\":\"^\(number)\"" }.joined(separator: ",")
            let dist = "\"dist\":{\"tarball\":\"https://h/a/-/a-\(number).0.0.tgz\"}"
            return "\"\(number).0.0\":{\"dependencies\":{\(names)},\(dist)}"
        }
        let document = Array("{\"name\":\"a\",\"versions\":{\(versions.joined(separator: ","))}}".utf8)
        let name = try PackageName("a")
        let manifest = try PackageManifest(Packument(reading: document, of: name))
        var walk = DependencyWalk(platforms: [], limits: limits { $0.dependencies = 10_000 })
        let error = #expect(throws: ClosureError.self) {
            for version in manifest.versions { try walk.want(name, exactly: version, because: .root("test")) }
            try walk.supply(name, manifest)
        }
        #expect(error?.code == .tooManyDependencies)
    }
}
