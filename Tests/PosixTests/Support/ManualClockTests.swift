import TestSupport
import Testing

@Suite("The manual clock")
struct ManualClockTests {
    private let clock = ManualClock()

    @Test("a sleeper wakes when the clock has come to his moment, not before")
    func wakes() async throws {
        let sleeper = Task { [clock] in
            try await clock.sleep(for: .seconds(10))
            return clock.now.elapsed
        }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(9))
        clock.advance(by: .seconds(1))
        #expect(try await sleeper.value == .seconds(10))
    }

    @Test("several sleepers are waited for, and only those whose time has come wake")
    func several() async throws {
        let long = Task { [clock] in try await clock.sleep(for: .seconds(20)) }
        let short = Task { [clock] in try await clock.sleep(for: .seconds(5)) }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(5))
        try await short.value
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(15))
        try await long.value
    }

    @Test("a moment that has passed is not slept for")
    func past() async throws { try await clock.sleep(until: clock.now, tolerance: nil) }

    @Test("a cancelled sleeper wakes with a CancellationError, cancelled before or while sleeping")
    func cancelled() async {
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask { [clock] in try await clock.sleep(for: .seconds(1)) }
                try await group.waitForAll()
            }
        }
        let late = Task { [clock] in try await clock.sleep(for: .seconds(1)) }
        await clock.waitForSleepers()
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
    }
}
