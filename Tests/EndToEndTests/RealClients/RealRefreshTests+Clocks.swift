import Foundation
import JSON
import TestSupport
import Testing

/// Clocks that are off, and registries that ask who is there.
extension RealRefreshTests {
    @Test("takes no notice of an upstream whose clock is a day off, with a Verdaccio and without one")
    func clocks() async throws {
        try await RefreshWorld.with { world in
            let wanted = try await Tree(of: "\(world.data)/verdaccio-6/t1/storage").tarballs
            let day = Duration.seconds(86_400)
            for (lead, package) in [(day, "mocha"), (.zero - day, "axios")] {
                try world.upstream.setClock(ahead: lead)
                try await refresh(package, world, wanted)
            }
            try world.fetchWithoutVerdaccio()
            for (lead, package) in [(day, "browserslist"), (.zero - day, "express")] {
                try world.upstream.setClock(ahead: lead)
                try await refresh(package, world, wanted)
            }
        }
    }

    private func refresh(_ package: String, _ world: RefreshWorld, _ wanted: [String: String]) async throws {
        let outcome = try await world.near.run("refresh", "package", package, "--json").succeeded()
        #expect(try outcome.json["stale"]?.number("count") == 0, "\(outcome)")
        let here = try await Tree(of: world.near.storage).tarballs
        let mine = wanted.filter { $0.key.hasPrefix("\(package)/") }
        #expect(!mine.isEmpty && mine.filter { here[$0.key] != $0.value }.isEmpty, "\(outcome)")
    }

    @Test("names a document that a clock ahead wrote, which Verdaccio leaves alone, until that is mended as it says")
    func future() async throws {
        try await RefreshWorld.with { world in
            let place = URL(fileURLWithPath: "\(world.near.storage)/mocha/package.json")
            let document = try LocalPublication.document(of: "mocha", in: world.near.storage)
            let tomorrow = Int64(Date().timeIntervalSince1970 * 1000) + 86_400_000
            let ahead = document.setting("_uplinks", "npmjs", to: ["fetched": .integer(tomorrow)])
            try Data(ahead.encoded()).write(to: place, options: .atomic)
            let stale = try await world.near.run("refresh", "package", "mocha", "--json")
            #expect(stale.status == 3, "\(stale)")
            let problem = try #require(try stale.json.excerpt("stale").first)
            #expect(try problem.text("subject") == "mocha")
            #expect(try problem.text("cause").hasSuffix("hours from now"), "\(stale)")
            #expect(try problem.text("hint").contains("take fetched out of _uplinks"))
            let mended = document.setting("_uplinks", "npmjs", to: [:])
            try Data(mended.encoded()).write(to: place, options: .atomic)
            #expect(try await world.near.run("refresh", "package", "mocha").status == 0)
        }
    }

    @Test("asks a Verdaccio that wants to know who is there, by password and by token, and says where that is wrong")
    func authentication() async throws {
        try await RefreshWorld.with(access: "$authenticated") { world in
            let user = try await world.verdaccio.makeUser()
            let nobody = try await world.near.run("refresh", "package", "mocha", "--json")
            #expect(nobody.status == 3, "\(nobody)")
            let problem = try #require(try nobody.json.excerpt("failed").first)
            #expect(try problem.text("cause").contains("answers 401"), "\(nobody)")
            #expect(try problem.text("hint") == "Check repositories.….registry_auth")
            for (secret, package) in [("\(user.name):\(user.password)", "mocha"), (user.token, "axios")] {
                try world.authenticate(by: secret)
                let report = try await world.near.run("refresh", "package", package, "--json").succeeded().json
                #expect(report["refreshed"]?.integerValue ?? 0 >= 1, "\(report)")
                for word in [secret, Data(secret.utf8).base64EncodedString()] {
                    let grep = try Executable.needed("grep")
                    let found = try await grep.run(["-rlaF", "-e", word, world.near.folder], in: world.near.folder)
                    #expect(found.status == 1, "\(found)")
                }
            }
        }
    }
}
