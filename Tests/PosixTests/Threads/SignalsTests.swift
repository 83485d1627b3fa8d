import Glibc
import Posix
import TestSupport
import Testing

@Suite("Signals", .serialized)
struct SignalsTests {
    @Test("a signal reaches every stream", .ends, arguments: [SIGTERM, SIGINT])
    func everyStream(number: Int32) async {
        let (first, second) = (Signals.terminations(), Signals.terminations())
        kill(getpid(), number)
        var received: [Int32?] = []
        for stream in [first, second] { received.append(await stream.first { _ in true }) }
        #expect(received == [number, number])
    }

    @Test("a hang-up reaches those who wait for one, and ends nothing", .ends)
    func hangUp() async {
        let (hangUps, terminations) = (Signals.hangUps(), Signals.terminations())
        kill(getpid(), SIGHUP)
        #expect(await hangUps.first { _ in true } == SIGHUP)
        kill(getpid(), SIGTERM)
        #expect(await terminations.first { _ in true } == SIGTERM)
    }

    @Test("each of several signals arrives, also after another stream has ended", .ends)
    func again() async {
        let ended = Task { await Signals.terminations().first { _ in true } }
        ended.cancel()
        _ = await ended.value
        var iterator = Signals.terminations().makeAsyncIterator()
        kill(getpid(), SIGTERM)
        #expect(await iterator.next() == SIGTERM)
        kill(getpid(), SIGINT)
        #expect(await iterator.next() == SIGINT)
    }
}
