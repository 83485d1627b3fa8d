import Foundation
import Testing

/// Lets only a few of the tests run at a time, since each keeps several processes busy.
struct Pacing: TestTrait, SuiteTrait, TestScoping {
    private static let seats = Seats(ProcessInfo.processInfo.activeProcessorCount)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Self.seats.take()
        do {
            try await function()
        } catch {
            await Self.seats.leave()
            throw error
        }
        await Self.seats.leave()
    }
}

/// A number of seats and a queue in front of them.
actor Seats {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = max(1, count) }

    /// Takes a seat, first come, first served.
    func take() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Gives a seat to the next one.
    func leave() {
        guard !waiting.isEmpty else { return free += 1 }
        waiting.removeFirst().resume()
    }
}

extension Trait where Self == Pacing {
    /// Runs no more tests at a time than there are processors.
    static var paced: Pacing { Pacing() }
}
