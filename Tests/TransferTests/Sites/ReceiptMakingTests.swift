import Crypto
import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("Receipts of applies", .memoryDirectory) struct ReceiptMakingTests {
    private func sides() async throws -> (near: Side, far: Side) {
        let near = try await Side("near")
        var far = try await Side("far")
        far.site = "plant-7"
        return (near, far)
    }

    private func receipt(of side: Side) throws -> Receipt {
        let store = ReceiptStore(side.folder)
        return try store.read(#require(store.all().first))
    }

    @Test("an apply leaves a receipt that says what is here now")
    func whole() async throws {
        let (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        let built = try await near.build()
        let result = try await far.apply(near.path(of: built))
        let receipt = try receipt(of: far)
        #expect(receipt.site == "plant-7" && receipt.archiveID == result.id && receipt.appliedBy == "test")
        #expect(receipt.snapshot == built.target.id && receipt.missing.isEmpty && receipt.conflicts.isEmpty)
        #expect(receipt.counts == built.target.counts && receipt.counter == Side.moment.seconds)
        #expect(try receipt.repository.uuid == near.folder.uuid() && receipt.code != nil)
    }

    @Test("counters grow though the clock stands, and one receipt is kept for each archive")
    func counters() async throws {
        let (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        let first = try await near.archive()
        try await far.apply(first)
        try near.publish("alpha", "1.1")
        try await far.apply(near.archive())
        let counters = try ReceiptStore(far.folder).all().map(\.counter)
        #expect(counters == [Side.moment.seconds + 1, Side.moment.seconds])
        let earlier = Moment(seconds: Side.moment.seconds + 60)
        #expect(try ReceiptStore(far.folder).takeCounter(now: earlier.seconds) == earlier.seconds)
        #expect(try ReceiptStore(far.folder).takeCounter(now: 1) == earlier.seconds + 1)
    }

    @Test("what is missing is looked for on the disk, and there is no code then")
    func missing() async throws {
        let (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        try near.publish("beta", "1.0")
        try far.remove("alpha/1.0.bin")
        try await far.apply(near.archive(), allowMissing: true)
        let receipt = try receipt(of: far)
        #expect(receipt.missing.map(\.string).contains("alpha/1.0.bin") && receipt.code == nil)
    }

    @Test("a file of the site's own that stays is a conflict, and not missing")
    func conflict() async throws {
        let (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        try far.publish("alpha", "1.0", "of the site")
        #expect(try await far.apply(near.archive()).isPartial)
        let receipt = try receipt(of: far)
        #expect(receipt.conflicts.map(\.string) == ["alpha/1.0.bin"])
        #expect(!receipt.missing.map(\.string).contains("alpha/1.0.bin"))
    }

    @Test("an apply of a part names the state that was there before")
    func part() async throws {
        let (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        let first = try await near.build()
        try await far.apply(near.path(of: first))
        try near.publish("alpha", "1.1")
        let late = try await near.archive()
        try near.publish("alpha", "1.2")
        let newest = try await near.build()
        try await far.apply(near.path(of: newest), allowMissing: true)
        try await far.apply(late)
        let receipt = try receipt(of: far)
        #expect(receipt.snapshot == newest.target.id && receipt.missing.isEmpty)
        #expect(try receipt.archiveID == far.stage(late).id)
    }

    @Test("an apply that was killed after its records gives its receipt when it is finished")
    func killed() async throws {
        let (near, far) = try await sides()
        try near.publish("alpha", "1.0")
        let result = try await far.apply(near.archive())
        // As it lay when the process ended between the log and the receipt.
        try far.folder.directory.removeAll(RelativePath("receipts"))
        let intent = ImportJournal.Intent(importID: result.id, logSize: 0, placed: [:], replaced: [:])
        _ = try ImportJournal.begin(intent, in: far.folder)
        try await far.engine.recover(reporter: .silent)
        #expect(try receipt(of: far).archiveID == result.id)
        #expect(try !far.folder.hasUnfinishedImport)
    }
}
