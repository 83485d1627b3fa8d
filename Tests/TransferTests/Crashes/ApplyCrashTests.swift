import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// An apply that is stopped, or hindered, at every single operation that changes what lies on disk.
@Suite(.memoryDirectory, .ends) struct ApplyCrashTests {
    @Test("stopped anywhere, an apply leaves the old tree or the new one, and goes on to the same end")
    func stops() async throws {
        let scene = try await ApplyScene()
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await scene.far("stop-\(point.number)")
            _ = try await point.run { try await far.apply(scene.archive) }
            try scene.requireSound(far)
            try await scene.requireConvergence(far)
        }
        #expect(stops > 60)
    }

    @Test("stopped again while it goes on, it still comes to the same end")
    func stopsInRecovery() async throws {
        let scene = try await ApplyScene()
        // The first run ends where some files have their names and others have not.
        let first = try await scene.far("first")
        let middle = try await scene.operation { $0.kind == .link && $0.path.hasSuffix("gamma/1.0.bin") }
        _ = try await CrashPoints.failing(.inputOutput, at: middle) { try await first.apply(scene.archive) }
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await scene.copy("first", as: "again-\(point.number)")
            _ = try await point.run { try await far.engine.recover(reporter: .silent) }
            try scene.requireSound(far)
            try await scene.requireConvergence(far)
        }
        #expect(stops > 40)
    }

    @Test("on a full disk an apply says so, and goes on to the same end")
    func fullDisk() async throws {
        let scene = try await ApplyScene()
        let kinds: Set<FileOperation.Kind> = [.create, .write, .makeDirectory, .link, .fsync, .syncfs]
        try await CrashPoints.forEachFailure(.noSpace, of: kinds) { point in
            let far = try await scene.far("full-\(point.number)")
            let outcome = try await point.run { try await far.apply(scene.archive) }
            if case .failure(let error) = outcome {
                #expect((error as? TransferError)?.code == .noSpace, "at \(point.number): \(error)")
            }
            try scene.requireSound(far)
            try await scene.requireConvergence(far)
        }
    }

    @Test("with a disk that fails once, at anything but writing, an apply goes on to the same end")
    func failingDisk() async throws {
        let scene = try await ApplyScene()
        let kinds = Set(FileOperation.Kind.allCases).subtracting([.create, .write, .makeDirectory])
        try await CrashPoints.forEachFailure(.inputOutput, of: kinds) { point in
            let far = try await scene.far("failing-\(point.number)")
            _ = try await point.run { try await far.apply(scene.archive) }
            try scene.requireSound(far)
            try await scene.requireConvergence(far)
        }
    }

    @Test("the registry writes between the crash and the recovery, and keeps what it wrote")
    func registryWrites() async throws {
        let scene = try await ApplyScene()
        let start = try await scene.operation { $0.path.contains("journal.jsonl") }
        let end = try await scene.operation { $0.path.contains("applied.jsonl") }
        for number in stride(from: start, to: end, by: 3) {
            let far = try await scene.far("writes-\(number)")
            _ = try await CrashPoints.failing(.inputOutput, at: number) { try await far.apply(scene.archive) }
            try far.publish("beta", "7.7", "published in between")
            try await far.engine.recover(reporter: .silent)
            try await far.apply(scene.archive)
            #expect(try far.text("beta/7.7.bin") == "published in between")
            #expect(try far.versions(of: "beta").isSuperset(of: ["1.0", "7.7"]), "at \(number)")
        }
    }
}
