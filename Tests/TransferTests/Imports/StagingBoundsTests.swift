import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite("How much may be on its way", .memoryDirectory) struct StagingBoundsTests {
    private func upload(_ side: Side, _ bounds: StagingBounds, announced: Int64? = nil) throws -> Upload {
        try Upload(to: side.folder, announced: announced, within: bounds)
    }

    private func files(_ side: Side) throws -> Int { try StagingBounds.received(in: side.folder.directory).count }

    private func refusal(_ body: () throws -> Void) -> TransferError? {
        do {
            try body()
            return nil
        } catch {
            return error as? TransferError
        }
    }

    @Test("one more upload than is allowed is refused and leaves nothing, until another has arrived")
    func turns() async throws {
        let far = try await Side("far")
        let bounds = StagingBounds(uploads: 1, waiting: 9, bytes: nil)
        let first = try upload(far, bounds)
        let refused = refusal { _ = try upload(far, bounds) }
        #expect(refused?.code == .quota && refused?.hint?.contains("limits.uploads") == true)
        #expect(try files(far) == 1)
        try first.remove()
        try upload(far, bounds).remove()
        #expect(try files(far) == 0)
    }

    @Test("bytes that were not announced are counted as they come, those of others too")
    func bytes() async throws {
        let far = try await Side("far")
        let bounds = StagingBounds(uploads: 3, waiting: 9, bytes: 10)
        let (first, second) = (try upload(far, bounds), try upload(far, bounds))
        try first.write([UInt8](repeating: 1, count: 6))
        let tooMany = refusal { try second.write([UInt8](repeating: 1, count: 5)) }
        #expect(tooMany?.code == .quota)
        try second.write([1, 2, 3, 4])
        let full = refusal { try first.write([1]) }
        #expect(full?.code == .quota && full?.hint?.contains("limits.staged_size") == true)
        for announced in [1, Int64.max] {
            let refused = refusal { _ = try upload(far, bounds, announced: announced) }
            #expect(refused?.code == .quota, "\(announced)")
        }
        #expect(try files(far) == 2)
    }
}
