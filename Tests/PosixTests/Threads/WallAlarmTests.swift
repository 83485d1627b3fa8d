import Posix
import TestSupport
import Testing
import Time

@Suite("Waiting for a moment of the clock", .ends)
struct WallAlarmTests {
    private static var now: Int64 { WallClock.system.now().nanoseconds }

    @Test("returns when the moment has come, also one that is past")
    func returns() async throws {
        let moment = Self.now + 30_000_000
        // It also returns when somebody sets the clock: whoever waits looks himself.
        while Self.now < moment { try await WallAlarm.sleep(until: moment) }
        try await WallAlarm.sleep(until: 0)
        try await WallAlarm.sleep(until: Self.now - 1_000_000_000)
    }

    @Test("wakes each in his own time, and goes on for others when one is cancelled")
    func several() async throws {
        let far = Task { try await WallAlarm.sleep(until: .max) }
        async let first: Void = WallAlarm.sleep(until: Self.now + 20_000_000)
        async let second: Void = WallAlarm.sleep(until: Self.now + 40_000_000)
        _ = try await (first, second)
        far.cancel()
        await #expect(throws: CancellationError.self) { try await far.value }
        let cancelled = Task {
            while !Task.isCancelled { await Task.yield() }
            try await WallAlarm.sleep(until: .max)
        }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }
}
