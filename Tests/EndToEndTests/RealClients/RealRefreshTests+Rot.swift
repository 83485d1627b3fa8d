import Foundation
import JSON
import TestSupport
import Testing

/// A storage that rots behind a real Verdaccio.
extension RealRefreshTests {
    private static let broken: [(file: String, damage: RotTests.Damage)] = [
        ("lodash/lodash-4.17.21.tgz", .truncated), ("express/express-5.1.0.tgz", .flipped),
        ("axios/axios-1.9.0.tgz", .emptied), ("semver/semver-7.7.2.tgz", .removed),
    ]
    private static let gone = "mocha/mocha-11.5.0.tgz"

    @Test("A scan names what rots, a repair has Verdaccio fetch it again, and keeps what upstream no longer has")
    func rot() async throws {
        try await RefreshWorld.with { world in
            let storage = world.near.storage
            let before = try await Tree(of: storage).tarballs
            for (file, damage) in Self.broken { try damage.inflict(on: "\(storage)/\(file)") }
            try RotTests.Damage.flipped.inflict(on: "\(storage)/\(Self.gone)")
            let rotten = try Data(contentsOf: URL(fileURLWithPath: "\(storage)/\(Self.gone)"))
            try world.upstream.lie(["/mocha/-/mocha-11.5.0.tgz": "404"])

            let named = try await world.near.run("scan", "--json").json["broken"]?.list("items") ?? []
            let all = Self.broken.map(\.file) + [Self.gone]
            #expect(try named.map { try $0.text("path") }.sorted() == all.sorted())

            let repair = try await world.near.run("findings", "repair", "--json")
            #expect(repair.status == 3, "\(repair)")
            let repaired = try repair.json["repaired"]?.list("items").map { try $0.text("path") } ?? []
            #expect(repaired.sorted() == Self.broken.map(\.file).sorted(), "\(repair)")
            var whole = try await Tree(of: storage).tarballs
            #expect(whole.removeValue(forKey: Self.gone) == nil)
            #expect(whole.filter { before[$0.key] != $0.value }.isEmpty && whole.count == before.count - 1)

            let failed = try await world.near.run("findings", "list", "--state", "failed", "--json").json.list("items")
            #expect(try failed.map { try $0.text("path") } == [Self.gone])
            let place = try #require(failed.first?["quarantine"]?.stringValue)
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(storage)/.packferry/\(place)")) == rotten)
        }
    }
}
