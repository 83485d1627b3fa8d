import Glibc
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
        #expect(throws: StockTool.Overdue.self) {
            try shell.run(["-c", "sleep 1000 & echo $! > child; wait"], in: folder, limit: .milliseconds(300))
        }
        let listing = try StockTool("cat").run(["child"], in: folder).output
        let child = try #require(Int32(listing.filter(\.isNumber)))
        // An orphan is reaped by init, which takes a moment; only a live one may not be there.
        let state = try StockTool("cat").run(["/proc/\(child)/stat"], in: folder).output
        #expect(state.isEmpty || state.contains(") Z "))
    }

    @Test("a program that is not there says so")
    func missing() throws {
        let tool = StockTool("no-such-program")
        #expect(!tool.isInstalled)
        #expect(throws: (any Error).self) { try tool.run([], in: TemporaryDirectory.current) }
    }
}
