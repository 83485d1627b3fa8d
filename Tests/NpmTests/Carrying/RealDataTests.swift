import Foundation
import Npm
import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite struct RealDataTests {
    @Test(.temporaryDirectory) func thinPath() async throws {
        let near = try await StorageFixture("near")
        try FileManager.default.removeItem(atPath: near.storage.path.string)
        try FileManager.default.copyItem(
            atPath: "/nonexistent/npm-2025/verdaccio-6/t0/storage",
            toPath: near.storage.path.string
        )
        let again = try await StorageFixture("near")
        let started = Date()
        let result = try await again.build()
        print("build", Date().timeIntervalSince(started), result.manifest?.counts as Any, result.artifact?.size as Any)
        let far = try await StorageFixture("far")
        let t = Date()
        let applied = try await far.apply(again.archive(result))
        print("apply", Date().timeIntervalSince(t), applied)
        let second = try await far.apply(again.archive(result))
        print(second)
        #expect(!second.didChange)
        let p = Process()
        p.executableURL = URL(fileURLWithPath: "/bin/cp")
        p.arguments = ["-a", "/nonexistent/npm-2025/verdaccio-6/t1/storage/.", near.storage.path.string]
        try p.run()
        p.waitUntilExit()
        let b2 = try await again.build()
        let files = b2.manifest!.files
        print("second", b2.manifest!.counts, files.count { $0.entry.kind == .file }, b2.manifest!.deletes.count)
        let a2 = try await far.apply(again.archive(b2))
        print(a2)
        let b3 = try await again.build()
        print("third", b3.manifest as Any)
        print(try await far.apply(again.archive(result)))
    }
}
