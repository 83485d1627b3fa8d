import TestSupport
import Testing

/// The power is cut at every moment, and whatever was not made durable may be lost, in many ways.
@Suite(.memoryDirectory, .ends) struct PowerTests {
    @Test("what a power cut leaves is sound, and goes on to the same end", arguments: PowerScene.allCases)
    func cuts(_ scene: PowerScene) async throws {
        let work = try await scene.prepare()
        var count = 0
        for cut in try await work.trace().cuts() {
            count += 1
            await #expect(throws: Never.self, "\(cut)") { try await work.check(cut, number: count) }
        }
        #expect(count > 3)
    }

    @Test(
        "no synchronisation can be taken away, but for those that are documented with their reason",
        arguments: PowerScene.allCases
    )
    func eachIsNeeded(_ scene: PowerScene) async throws {
        let work = try await scene.prepare()
        var count = 0
        let spare = try await work.trace().spare { cut in
            count += 1
            do {
                try await work.check(cut, number: count)
                return false
            } catch {
                return true
            }
        }
        let documented = try PowerTrace.documentedAsSpare(in: scene.rawValue)
        #expect(spare == documented, "not needed: \(spare)")
    }
}
