import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite("What stays free of a disk", .memoryDirectory) struct SpaceTests {
    @Test(
        "is a share of it, of which no more than 10 GiB count, or a size",
        arguments: [
            (.percent(5), 100 << 20, 5 << 20), (.percent(5), 1 << 50, 10 << 30), (.percent(0), 1 << 30, 0),
            (.bytes(123), 1 << 30, 123), (.none, 1 << 30, 0),
        ] as [(SpaceReserve, Int64, Int64)]
    )
    func amount(reserve: SpaceReserve, total: Int64, bytes: Int64) {
        let rounding: Int64 = 128
        #expect(abs(reserve.bytes(of: total) - bytes) <= rounding)
    }

    @Test("what would need it is refused, with what is needed, what is free, what stays so, and what helps")
    func refused() async throws {
        let side = try await Side("near")
        let free = try side.tree.space().availableBytes
        let keeper = SpaceKeeper(.bytes(free / 2))
        try keeper.require(free / 4, for: "the import", in: side.tree)
        let error = #expect(throws: TransferError.self) {
            try keeper.require(free / 4 * 3, for: "the import", in: side.tree)
        }
        #expect(error?.code == .noSpace && error?.subject == side.tree.path.string)
        for word in ["MiB free", "stay free (retention.reserve)", "needed for the import"] {
            #expect(error?.cause.contains(word) == true, "\(word)")
        }
        #expect(error?.hint?.contains("packferry prune") == true)
        keeper.reserve = .none
        try keeper.require(free / 4 * 3, for: "the import", in: side.tree)
        #expect(throws: TransferError.self) { try keeper.require(.max, for: "the import", in: side.tree) }
    }

    @Test("a build and an import are refused before they write anything")
    func engines() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let staged = try far.stage(archive)
        try near.publish("alpha", "1.1")
        for side in [near, far] { side.space.reserve = .bytes(1 << 60) }
        let before = try (TreePicture(near.artifacts.folder), TreePicture(far.tree))
        let built = await #expect(throws: TransferError.self) { try await near.build() }
        #expect(built?.code == .noSpace && built?.cause.contains("the archive") == true)
        let taken = await #expect(throws: TransferError.self) { try await far.apply(staged) }
        #expect(taken?.code == .noSpace && taken?.cause.contains("the import") == true)
        #expect(try TreePicture(near.artifacts.folder) == before.0 && TreePicture(far.tree) == before.1)
        for side in [near, far] { side.space.reserve = .none }
        #expect(try await near.build().artifact != nil)
        #expect(try await far.apply(staged).didChange)
    }
}
