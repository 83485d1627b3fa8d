import Testing

@testable import Transfer

@Suite("Parts of an archive")
struct PartPlanTests {
    @Test(
        "names of parts, and names that are none",
        arguments: [
            ("a.tar.zst.001", 1), ("diff-202611210130-2.tar.zst.999", 999), ("a.tar.zst.012", 12),
            ("a.tar.zst.000", nil),
            ("a.tar.zst.01", nil), ("a.tar.zst.0001", nil), ("a.tar.zst", nil), ("a.tar.zst.sha512", nil),
            ("a.tar.zst.00a", nil), ("a.zip.001", nil), ("a.tar.zst.001 (1)", nil), ("a.tar.zst.+01", nil),
            (".001", nil),
            ("a.tar.zst.٠٠١", nil),
        ] as [(String, Int?)]
    )
    func names(file: String, number: Int?) {
        let name = PartName(file: file)
        #expect(name?.number == number)
        if let name { #expect(name.file == file) }
    }

    @Test(
        "an archive is cut into pieces of one length but the last",
        arguments: [
            (10, nil, ["a.tar.zst 0 10"]), (10, 10, ["a.tar.zst 0 10"]), (10, 11, ["a.tar.zst 0 10"]),
            (10, 9, ["a.tar.zst.001 0 9", "a.tar.zst.002 9 1"]), (10, 5, ["a.tar.zst.001 0 5", "a.tar.zst.002 5 5"]),
            (7, 3, ["a.tar.zst.001 0 3", "a.tar.zst.002 3 3", "a.tar.zst.003 6 1"]),
        ] as [(Int64, Int64?, [String])]
    )
    func pieces(size: Int64, limit: Int64?, pieces: [String]) throws {
        let plan = try PartPlan("a.tar.zst", size: size, limit: limit)
        #expect(plan.pieces.map { "\($0.name) \($0.offset) \($0.size)" } == pieces)
    }

    @Test("no more parts than three digits count, and how long they have to be")
    func most() throws {
        #expect(try PartPlan("a.tar.zst", size: 999, limit: 1).pieces.last?.name == "a.tar.zst.999")
        let error = #expect(throws: TransferError.self) { try PartPlan("a.tar.zst", size: 1999, limit: 2) }
        #expect(error?.code == .invalid && error?.hint == "Choose parts of at least 3 bytes")
    }
}
