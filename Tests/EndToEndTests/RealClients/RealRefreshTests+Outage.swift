import Foundation
import JSON
import TestSupport
import Testing

/// A Verdaccio that ends while a storage is refreshed through it.
extension RealRefreshTests {
    /// As many as are asked for at once: while these are held back, nothing else is asked for.
    private static let early = [
        "chalk", "chokidar", "cliui", "color-convert", "color-name", "combined-stream", "commander", "concat-map",
        "content-disposition", "content-type", "convert-source-map", "cookie", "cookie-signature", "core-js-compat",
        "cross-spawn", "debug",
    ]
    private static let late = [
        "picomatch", "pino", "pino-abstract-transport", "pino-std-serializers", "prettier", "process-warning",
        "proxy-addr", "proxy-from-env", "pstree.remy", "qs", "quick-format-unescaped", "randombytes", "range-parser",
        "raw-body", "readdirp", "real-require",
    ]

    @Test(
        "goes on where a killed Verdaccio is started anew, names all that one without uplink keeps old, and ends later"
    )
    func outage() async throws {
        try await RefreshWorld.with { world in
            let refresh = try world.near.start(["refresh", "full", "--then", "none", "--json"])
            try await world.upstream.hold(Self.early, until: refresh)
            try await world.verdaccio.killNow()
            try world.upstream.lie([:])
            let second = try await world.verdaccio(uplink: world.upstream.url, called: "mirror")
            try await world.upstream.hold(Self.late, until: refresh)
            try await second.killNow()
            try world.upstream.lie([:])
            let third = try await world.verdaccio(uplink: nil)
            let broken = try await refresh.outcome()
            #expect(broken.status == 3, "\(broken)")
            let report = try broken.json
            let old = try report["stale"]?.list("items").map { try $0.text("subject") } ?? []
            // What was asked for before is fresh, and what came after the last outage is old.
            #expect(Set(Self.late).isSubset(of: old) && Set(Self.early).isDisjoint(with: old), "\(broken)")
            #expect(!old.contains("accepts") && old.contains("zod"), "\(broken)")
            try await third.stop()

            let fourth = try await world.verdaccio(uplink: world.upstream.url)
            try await world.near.run("refresh", "full", "--then", "none").succeeded()
            let here = try await Tree(of: world.near.storage).tarballs
            let wanted = try await Tree(of: "\(world.data)/verdaccio-6/t1/storage").tarballs
            #expect(wanted.filter { here[$0.key] != $0.value }.keys.sorted() == [Self.exception])
            try await fourth.stop()
        }
    }

    @Test("keeps what others publish into the storage meanwhile, through whatever Verdaccio", arguments: [true, false])
    func publishing(throughVerdaccio: Bool) async throws {
        try await RefreshWorld.with { world in
            if !throughVerdaccio { try world.fetchWithoutVerdaccio() }
            let other = try await Verdaccio(world.tools.verdaccio(6), over: world.near, named: "other")
            let refresh = try world.near.start(["refresh", "full", "--then", "none", "--json"])
            try await world.upstream.hold(Self.early, until: refresh)
            let own = [SampleVersion("debug", "99.0.0-plant.1"), SampleVersion("@plant/new", "1.0.0")]
            try await other.publish(own[0], tag: "plant")
            try await world.verdaccio.publish(own[1])
            try world.upstream.lie([:])
            try await refresh.outcome().succeeded()

            let debug = try LocalPublication.document(of: "debug", in: world.near.storage)
            #expect(debug["versions"]?.keys.contains("99.0.0-plant.1") == true)
            #expect(debug["dist-tags"]?["plant"] == "99.0.0-plant.1")
            let here = try await Tree(of: world.near.storage).tarballs
            for version in own { #expect(here[version.path] != nil, "\(version.path)") }
            let wanted = try await Tree(of: "\(world.data)/verdaccio-6/t1/storage").tarballs
            #expect(wanted.filter { here[$0.key] != $0.value }.keys.sorted() == [Self.exception])
            let again = try await world.near.run("refresh", "full", "--then", "none", "--json").succeeded().json
            #expect(again["local"]?.integerValue ?? 0 >= 1 && again["files"]?.integerValue == 0)
            try await other.stop()
        }
    }
}
