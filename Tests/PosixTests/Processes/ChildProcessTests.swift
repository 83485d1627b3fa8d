import Glibc
import Posix
import TestSupport
import Testing

@Suite("Child processes", .ends)
struct ChildProcessTests {
    private func shell(_ script: String, input: String = "") throws -> ChildProcess {
        let path = ["PATH": "/usr/bin:/bin"]
        return try ChildProcess("/bin/sh", ["-c", script], in: "/", environment: path, input: Array(input.utf8))
    }

    private func output(_ script: String, input: String = "") async throws -> String {
        let child = try shell(script, input: input)
        #expect(await child.ending(within: .far) == .status(0))
        #expect(try child.complaints == [])
        return String(decoding: try child.output, as: UTF8.self)
    }

    @Test("it reads its input to the end", arguments: ["", "two\nlines\n", String(repeating: "x", count: 1_000_000)])
    func input(_ text: String) async throws { #expect(try await output("cat", input: text) == text) }

    @Test("what is printed by several in turn comes in their order")
    func order() async throws {
        #expect(try await output("echo 1; sh -c 'echo 2; echo 3'; echo 4") == "1\n2\n3\n4\n")
    }

    @Test("it has no open file of ours, not even one that may be inherited")
    func files() async throws {
        let files = (0..<50).map { _ in dup(STDERR_FILENO) }
        defer { for file in files { close(file) } }
        // The fourth is the folder that is being listed.
        #expect(try await output("exec ls /proc/self/fd") == "0\n1\n2\n3\n")
    }

    @Test("what we ignore of signals is not ignored there")
    func signals() async throws {
        CurrentProcess.ignoreBrokenPipes()
        let masks = try await output("exec grep -E '^Sig(Blk|Ign):' /proc/self/status").split(separator: "\n")
        // The C library keeps two signals beyond the 31 of old for itself.
        let ordinary = masks.map { UInt64($0.suffix(16), radix: 16).map { $0 & 0x7FFF_FFFF } }
        #expect(ordinary == [0, 0], "\(masks)")
    }

    @Test("a signal reaches all that it started, and what it printed before is there")
    func group() async throws {
        let child = try shell("sleep 1000 & echo $!; wait")
        var printed = ""
        while !printed.hasSuffix("\n") {
            await Task.yield()
            printed = String(decoding: try child.output, as: UTF8.self)
        }
        #expect(child.isRunning)
        child.send(SIGTERM)
        #expect(await child.ending(within: .far) == .signal(SIGTERM))
        #expect(!child.isRunning)
        let sleeper = try #require(Int32(printed.dropLast()))
        // Nobody's child any more: the system takes it away when it likes.
        #expect(holds { kill(sleeper, 0) != 0 || isDead(sleeper) })
    }

    @Test("who does not wait for long, or is cancelled, gets nothing")
    func impatience() async throws {
        let child = try shell("exec sleep 1000")
        #expect(await child.ending(within: .zero) == nil)
        #expect(child.waitForEnding(within: .zero) == nil)
        let waiting = Task { await child.ending(within: .far) }
        waiting.cancel()
        #expect(await waiting.value == nil)
        #expect(child.isRunning)
    }

    @Test("all who wait hear of the end, and who asks later too")
    func waiters() async throws {
        let child = try shell("exec sleep 1000")
        async let first = child.ending(within: .far)
        async let second = child.ending(within: .far)
        child.send(SIGKILL)
        #expect(await [first, second] == [.signal(SIGKILL), .signal(SIGKILL)])
        #expect(child.waitForEnding(within: .zero) == .signal(SIGKILL))
    }

    @Test("nobody's child is killed")
    func dropped() throws {
        let identifier = try shell("exec sleep 1000").identifier
        #expect(holds { kill(identifier, 0) != 0 })
    }

    @Test("without such a program or folder nothing starts", arguments: [("/bin/none", "/"), ("/bin/sh", "/none")])
    func missing(program: String, folder: String) {
        let error = #expect(throws: SystemError.self) { try ChildProcess(program, [], in: folder, environment: [:]) }
        #expect(error?.errno == .noEntry && error?.path == program)
    }

    private func isDead(_ process: Int32) -> Bool {
        guard let state = try? Directory(opening: AbsolutePath("/proc/\(process)")) else { return true }
        let status = try? state.open(RelativePath("stat")).readAll(limit: 4096)
        return status.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? true
    }
}
