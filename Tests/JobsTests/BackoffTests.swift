import Jobs
import Testing

@Suite("Pauses between attempts")
struct BackoffTests {
    @Test("double from the first to the greatest", arguments: [(1, 10), (2, 20), (3, 40), (4, 60), (5, 60), (99, 60)])
    func pauses(failures: Int, seconds: Int) {
        let backoff = Backoff(first: .seconds(10), greatest: .seconds(60))
        #expect(backoff.pause(after: failures) == .seconds(seconds))
    }

    @Test("are never longer than the greatest")
    func greatest() {
        #expect(Backoff(first: .seconds(90), greatest: .seconds(60)).pause(after: 1) == .seconds(60))
    }
}
