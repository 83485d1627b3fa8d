import Foundation
import Glibc
import Posix
import TestSupport
import Testing

@Suite("How commands end", .paced, .needsProgram, .temporaryDirectory, .ends)
struct EndingTests {
    private func site() async throws -> Site {
        let site = try Site("near", in: TemporaryDirectory.current)
        try await site.run("collect").succeeded()
        return site
    }

    @Test("A signal interrupts with 130", arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
        let program = try await site().start(["status", "--watch"])
        while !program.printed.output.contains("REPOSITORY") { try await Task.sleep(for: .milliseconds(5)) }
        program.send(signal)
        let outcome = try await program.outcome()
        #expect(outcome.ending == .status(130))
        #expect(outcome.complaints.contains("interrupted"))
    }

    @Test("A server ends with 0 when it is asked to, and a second one on the same state with 75")
    func server() async throws {
        let site = try await site()
        let server = try await site.serve()
        let second = try await site.run("serve")
        #expect(second.status == 75)
        #expect(second.complaints.contains(server.url))
        #expect(try await server.stop().ending == .status(0))
    }

    @Test("An address that is taken, or is none of this machine, ends with 73")
    func address() async throws {
        let server = try await site().serve()
        let other = try Site("other", in: TemporaryDirectory.current)
        for address in [server.url.replacingOccurrences(of: "http://", with: ""), "192.0.2.1:80"] {
            let outcome = try await other.run("serve", "--listen", address)
            #expect(outcome.status == 73, "\(outcome)")
        }
        try await server.stop()
    }

    @Test("A reader that went away is no failure")
    func closedPipe() async throws {
        let site = try await site()
        // The reader opens the pipe and is gone before anything is written.
        let command = "\(Packferry.executable.path) config show --config \(site.configuration); echo $? >&2"
        let line = "mkfifo pipe && { (: <pipe) & } && exec >pipe && wait && { \(command); }"
        let outcome = try await Executable.needed("sh").run(["-c", line], in: site.folder)
        #expect(outcome.complaints == "0\n")
    }

    @Test("A disk that is full is no reader that went away")
    func fullDisk() async throws {
        let site = try await site()
        let line = "\(Packferry.executable.path) config show --config \(site.configuration) >/dev/full"
        let outcome = try await Executable.needed("sh").run(["-c", line], in: site.folder)
        #expect(outcome.status == 73)
    }
}
