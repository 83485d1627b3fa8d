import TestSupport
import Testing

@Suite("Programs of the system", .temporaryDirectory)
struct StockToolTests {
    private let shell = StockTool("sh")

    @Test("both outputs and the exit status are kept, however long they are")
    func outcome() throws {
        let script = "head -c 200000 /dev/zero | tr '\\0' e >&2; head -c 200000 /dev/zero | tr '\\0' o; exit 7"
        let outcome = try shell.run(["-c", script], in: TemporaryDirectory.current)
        #expect(outcome.status == 7)
        #expect(outcome.output == String(repeating: "o", count: 200_000))
        #expect(outcome.complaints == String(repeating: "e", count: 200_000))
    }

    @Test("it runs in the folder given, with a bare environment and what was added")
    func surroundings() throws {
        let folder = TemporaryDirectory.current
        let outcome = try shell.run(["-c", "pwd; echo $ADDED $HOME"], in: folder, environment: ["ADDED": "yes"])
        #expect(outcome.output == "\(folder)\nyes\n")
    }

    @Test("what does not end in time is killed together with what it started")
    func overdue() throws {
        let folder = TemporaryDirectory.current
        let script = "exec 9>lock; flock 9; sleep 1000 & wait"
        #expect(throws: StockTool.Overdue.self) {
            try shell.run(["-c", script], in: folder, limit: .milliseconds(150))
        }
        // The child inherited the lock: it comes free only when the child is gone too.
        #expect(try StockTool("flock").run(["lock", "true"], in: folder).status == 0)
    }

    @Test("a program that is not there says so")
    func missing() throws {
        let tool = StockTool("no-such-program")
        #expect(!tool.isInstalled)
        #expect(throws: (any Error).self) { try tool.run([], in: TemporaryDirectory.current) }
    }
}
