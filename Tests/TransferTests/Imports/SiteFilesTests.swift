import Crypto
import Posix
import Reporting
import Spooling
import TestSupport
import Testing

@testable import Transfer

/// What the site published stays the site's.
@Suite(.memoryDirectory) struct SiteFilesTests {
    @Test("other versions that the site published stay, in the tree and in the index")
    func otherVersion() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        try far.publish("alpha", "9.9", "local")
        try near.publish("alpha", "1.1")
        let result = try await far.apply(near.archive())
        #expect(!result.isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1", "9.9"] && far.text("alpha/9.9.bin") == "local")
    }

    @Test("the same version with other bytes stays: a conflict, and the result is partial")
    func otherBytes() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.publish("alpha", "1.0", "local")
        try near.publish("alpha", "1.0", "upstream")
        try near.publish("alpha", "1.1")
        let result = try await far.apply(near.archive())
        #expect(result.isPartial && result.conflicts.count == 2 && result.placed == 1)
        #expect(result.conflicts.allSatisfy { $0.hasPrefix("alpha/") })
        #expect(try far.text("alpha/1.0.bin") == "local")
        #expect(try far.lines(of: "alpha")["1.0"] == SHA512Digest(of: "local"))
        #expect(try AppliedLog(far.folder).outcomes().first?.isPartial == true)
    }

    @Test("a conflict stands in the way of no later archive")
    func permanentConflict() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.publish("alpha", "1.0", "local")
        try near.publish("alpha", "1.0", "upstream")
        try await far.apply(near.archive())
        for round in 0..<3 {
            try near.publish("beta", "1.\(round)")
            let result = try await far.apply(near.archive())
            #expect(result.missing.isEmpty && result.conflicts.isEmpty && result.placed == 1)
        }
        #expect(try far.text("alpha/1.0.bin") == "local")
    }

    @Test("neither does one with a file that no index lists")
    func unlistedConflict() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.write("alpha/1.0.bin", "found in a drawer")
        try near.publish("alpha", "1.0", "upstream")
        try near.publish("alpha", "1.1")
        #expect(try await far.apply(near.archive()).isPartial)
        #expect(try far.versions(of: "alpha") == ["1.1"])
        try near.publish("beta", "1.0")
        let result = try await far.apply(near.archive())
        #expect(result.missing.isEmpty && result.placed == 1)
    }

    @Test("once the site's own file is gone, the source's comes with the next archive that carries it")
    func conflictEnded() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.publish("alpha", "1.0", "local")
        try near.publish("alpha", "1.0", "upstream")
        let archive = try await near.archive()
        try await far.apply(archive)
        try far.remove("alpha/1.0.bin")
        let result = try await far.apply(archive)
        #expect(result.placed == 1 && !result.isPartial)
        #expect(try far.text("alpha/1.0.bin") == "upstream" && RecordStore(far.folder).load().conflicts.isEmpty)
    }

    @Test("the same version with equal bytes becomes the source's, as one that was here before")
    func equalBytes() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.publish("alpha", "1.0", "same")
        try near.publish("alpha", "1.0", "same")
        let result = try await far.apply(near.archive())
        #expect(!result.isPartial && result.placed == 0)
        #expect(try RecordStore(far.folder).load().files[RelativePath("alpha/1.0.bin")]?.prior == true)
        try near.publish("alpha", "1.0", "changed upstream")
        #expect(try await far.apply(near.archive()).replaced == 1)
    }

    @Test("so does one that is published with equal bytes in the very moment in which the source's is placed")
    func equalBytesMeanwhile() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0", "same")
        let staged = try await far.stage(near.archive())
        let seen = Seen()
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .link, operation.path.hasSuffix("tree/alpha/1.0.bin"), seen.all.isEmpty else {
                return
            }
            seen.note(true)
            FileOperation.$gate.withValue(nil) { try? far.write("alpha/1.0.bin", "same") }
        }
        let result = try await FileOperation.$gate.withValue(gate) { try await far.apply(staged) }
        #expect(seen.all == [true] && !result.isPartial && result.placed == 0 && result.unchanged == 1)
        #expect(try RecordStore(far.folder).load().files[RelativePath("alpha/1.0.bin")]?.prior == true)
        #expect(try far.versions(of: "alpha") == ["1.0"])
    }

    @Test("also after a restart, whatever the import had in mind to place")
    func equalBytesAfterRestart() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        for version in ["1.0", "1.1"] { try near.publish("alpha", version) }
        let staged = try await far.stage(near.archive())
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .link, operation.path.hasSuffix("tree/alpha/1.1.bin") else { return }
            throw SystemError(operation: "link", path: operation.path, errno: .inputOutput)
        }
        await #expect(throws: (any Error).self) {
            try await FileOperation.$gate.withValue(gate) { _ = try await far.apply(staged) }
        }
        try far.publish("alpha", "1.1")
        try await far.engine.recover(reporter: .silent)
        let files = try RecordStore(far.folder).load().files
        #expect(try files[RelativePath("alpha/1.0.bin")]?.prior == false)
        #expect(try files[RelativePath("alpha/1.1.bin")]?.prior == true)
    }

    @Test("a publication over the source's file is a conflict, not damage")
    func publishedOver() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0", "upstream")
        try await far.apply(near.archive())
        try far.publish("alpha", "1.0", "local")
        try near.publish("alpha", "1.0", "upstream again")
        let result = try await far.apply(near.archive())
        #expect(result.isPartial && result.replaced == 0)
        #expect(try far.text("alpha/1.0.bin") == "local")
        #expect(try far.lines(of: "alpha")["1.0"] == SHA512Digest(of: "local"))
    }

    @Test("packages that no archive knows are not looked at")
    func foreignPackage() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try far.publish("local", "1.0")
        let before = try TreePicture(far.tree).entries.filter { $0.key.hasPrefix("local") }
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        #expect(try TreePicture(far.tree).entries.filter { $0.key.hasPrefix("local") } == before)
    }
}
