import Posix
import Reporting
import Spooling
import Synchronization
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite(.memoryDirectory) struct RegistryLockTests {
    private func archive() async throws -> AbsolutePath {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        return try await near.archive()
    }

    private static let lock = "alpha/index.txt.lock"

    @Test("a lock that is held and young stops the import, which goes on once it is free")
    func held() async throws {
        let far = try await Side("far", now: WallClock.system.now())
        try far.write(Self.lock, "the registry's")
        let staged = try far.stage(try await archive())
        let error = await #expect(throws: TransferError.self) { try await far.apply(staged) }
        #expect(error?.code == .locked && error?.subject == Self.lock && error?.hint != nil)
        #expect(try far.text(Self.lock) == "the registry's")
        #expect(try far.text("alpha/index.txt") == nil)
        await #expect(throws: TransferError.self) { try await far.engine.recover(reporter: .silent) }
        try far.remove(Self.lock)
        let result = try await far.engine.recover(reporter: .silent)?.applied
        #expect(result?.merged == 1)
        #expect(try far.versions(of: "alpha") == ["1.0"] && far.text(Self.lock) == nil)
    }

    @Test("a lock that is let go in time is waited for")
    func waiting() async throws {
        let far = try await Side("far", now: WallClock.system.now())
        try far.write(Self.lock, "the registry's")
        let staged = try far.stage(try await archive())
        async let result = far.engine(patience: .far)
            .apply(staged, options: ApplyOptions(initiator: "test"), reporter: .silent)
        try await Task.sleep(for: .milliseconds(30))
        try far.remove(Self.lock)
        #expect(try await result.merged == 1)
    }

    @Test("a lock older than five minutes is left over, and taken over")
    func stale() async throws {
        let far = try await Side("far", now: WallClock.system.now() + .seconds(400))
        try far.write(Self.lock, "nobody's")
        #expect(try await far.apply(archive()).merged == 1)
        #expect(try far.text(Self.lock) == nil)
    }

    @Test("one of four minutes is not")
    func almostStale() async throws {
        let far = try await Side("far", now: WallClock.system.now() + .seconds(240))
        try far.write(Self.lock, "the registry's")
        let archive = try await archive()
        let error = await #expect(throws: TransferError.self) { try await far.apply(archive) }
        #expect(error?.code == .locked)
    }

    @Test("while the document is exchanged the lock is there, and our own")
    func exclusive() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive())
        let lock = try RelativePath(Self.lock)
        let ours = try RelativePath(".packferry/staging/\(staged.id)/lock")
        let seen = Seen()
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .rename, operation.path.hasSuffix("tree/alpha/index.txt") else { return }
            let (held, own) = (try far.tree.info(lock)?.inode, try far.tree.info(ours)?.inode)
            seen.note(held != nil && held == own)
        }
        try await FileOperation.$gate.withValue(gate) { _ = try await far.apply(staged) }
        #expect(seen.all == [true])
    }

    @Test("after a crash only our own lock is removed")
    func ownOnly() async throws {
        let far = try await Side("far", now: WallClock.system.now())
        let staging = try StagingArea.place(of: Golden.uuid)
        let lock = try RegistryLock(at: staging, in: far.tree, patience: .zero, clock: .system)
        let (ours, theirs) = (try self.lock("ours.lock"), try self.lock("theirs.lock"))
        try await lock.take(ours)
        try far.write("theirs.lock", "the registry's")
        let restarted = try RegistryLock(at: staging, in: far.tree, patience: .zero, clock: .system)
        for other in [ours, theirs, try self.lock("none.lock")] { try restarted.releaseLeftover(other) }
        #expect(try far.tree.info(ours.path) == nil && far.text("theirs.lock") == "the registry's")
    }

    private func lock(_ name: String) throws -> DocumentLock {
        DocumentLock(try RelativePath(name), staleAfter: .seconds(300))
    }

    @Test("a version published after the tree was looked at is neither dropped nor taken for the source's")
    func publishedMeanwhile() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive())
        let seen = Seen()
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .syncfs, seen.all.isEmpty else { return }
            seen.note(true)
            FileOperation.$gate.withValue(nil) { try? far.publish("alpha", "9.9", "local") }
        }
        let result = try await FileOperation.$gate.withValue(gate) { try await far.apply(staged) }
        #expect(seen.all == [true] && !result.isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0", "9.9"])
        #expect(try RecordStore(far.folder).load().files.keys.map(\.string) == ["alpha/1.0.bin"])
    }

    @Test("a document that the registry rewrites between merge and rename is merged again")
    func rewritten() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive())
        let seen = Seen()
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .link, operation.path.hasSuffix(Self.lock), seen.all.isEmpty else { return }
            seen.note(true)
            // As a registry would that does not look at the lock: a publication in the very last moment.
            FileOperation.$gate.withValue(nil) { try? far.publish("alpha", "9.9", "local") }
        }
        let result = try await FileOperation.$gate.withValue(gate) { try await far.apply(staged) }
        #expect(seen.all == [true] && result.merged == 1)
        #expect(try far.lines(of: "alpha").keys.sorted() == ["1.0", "9.9"])
        #expect(try far.text(".packferry/undo/\(staged.id)/files/alpha/index.txt")?.contains("9.9") == true)
    }
}

/// What a gate saw, in order.
final class Seen: Sendable {
    private let values = Mutex<[Bool]>([])

    var all: [Bool] { values.withLock { $0 } }

    func note(_ value: Bool) { values.withLock { $0.append(value) } }
}
