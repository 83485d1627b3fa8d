import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// What is made durable, and before what.
///
/// The order itself, as a list to be read: `PowerTests` has what would come of another one.
@Suite(.memoryDirectory) struct DurabilityTests {
    /// The operations that make something durable and those that show something, without their folders and numbers.
    private func trace(of work: () async throws -> Void) async throws -> [String] {
        let shown: Set<FileOperation.Kind> = [.fsync, .syncfs, .rename, .renameNew, .exchange, .link, .unlink]
        return try await CrashPoints.operations(of: work).filter { shown.contains($0.kind) }.map(\.name)
    }

    /// A whole file that appears under its name.
    private func file(_ name: String, in folder: String) -> [String] {
        ["fsync \(name).tmp", "rename \(name)", "fsync \(folder)"]
    }

    @Test("staging: files and documents are durable, all at once, before the import counts as waiting")
    func staging() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let trace = try await trace { _ = try far.stage(archive) }
        let probe = ["link second", "renameNew third", "unlink first", "unlink third"]
        #expect(trace == probe + ["syncfs ID"] + file("import.json", in: "ID"))
    }

    @Test("apply: staged files, the journal, names, documents one by one, the undo, records, the receipt, no journal")
    func apply() async throws {
        let near = try await Side("near")
        var side = try await Side("far")
        side.site = "plant-7"
        let far = side
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0", "other bytes")
        let staged = try await far.stage(near.archive())
        let trace = try await trace { _ = try await far.apply(staged) }
        let placing = ["link 1.1.bin", "exchange 1.0.bin", "renameNew 1.0.bin"]
        let kept = ["link index.txt", "link ID"]
        let document = ["link index.txt.lock", "rename index.txt", "unlink index.txt.lock"]
        let intent = ["syncfs tree"] + file("journal.jsonl", in: ".packferry") + ["fsync journal.jsonl"]
        let before = intent + placing + kept + kept + ["syncfs tree"]
        let documents = document + document + ["syncfs tree"]
        let records = file("target.json", in: ".packferry") + file("accepted.json", in: ".packferry")
        let log = ["unlink target.json", "fsync applied.jsonl", "fsync .packferry"]
        let undo = ["link accepted.json", "link target.json"] + file("undo.jsonl", in: "ID")
        let expected = before + documents + undo + records + log + ["unlink import.json", "fsync ID"]
        let receipt = file("counter", in: ".packferry") + file("receipt.json", in: "receipts")
        let end = receipt + ["unlink journal.jsonl", "fsync .packferry"]
        #expect(Array(trace.prefix(expected.count)) == expected)
        #expect(Array(trace.suffix(end.count)) == end)
        #expect(trace.dropFirst(expected.count).dropLast(end.count).allSatisfy { $0.hasPrefix("unlink ") })
    }

    @Test("build: the snapshot, the sequence, then an archive that was read back, with its sidecar, under its name")
    func build() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        _ = try near.folder.identity(name: "texts", type: "text")
        let trace = try await trace { _ = try await near.build() }
        let archive = "diff-202611210130.tar.zst"
        let snapshot = file("manifest.json", in: ".ID.partial") + ["renameNew ID", "fsync snapshots"]
        let sequence = file("sequence", in: ".packferry")
        let sidecar = file("\(archive).sha512", in: "artifacts")
        let named = ["fsync .\(archive).partial"] + sidecar + ["renameNew \(archive)", "fsync artifacts"]
        let expected = snapshot + sequence + named
        #expect(Array(trace.prefix(expected.count)) == expected)
        #expect(trace.dropFirst(expected.count).allSatisfy { $0.hasPrefix("unlink ") })
    }
}
