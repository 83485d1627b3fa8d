import Glibc
import Posix
import TestSupport

/// A program that does not outlive whoever holds it.
final class RunningProgram: Sendable {
    /// A program that did not end in time and was killed.
    struct Overdue: Error, CustomStringConvertible {
        let description: String
    }

    /// What it was started as.
    private let name: String
    private let child: ChildProcess
    private let started = ContinuousClock.now

    init(_ child: ChildProcess, name: String) {
        self.child = child
        self.name = name
    }

    var process: Int32 { child.identifier }

    /// Whether it has not ended yet.
    var isRunning: Bool { child.isRunning }

    /// What it printed so far, first to standard output, then to standard error.
    var printed: (output: String, complaints: String) {
        (Self.text { try child.output }, Self.text { try child.complaints })
    }

    /// Sends a signal to it and all that it started.
    func send(_ signal: Int32) { child.send(signal) }

    /// Waits for its end.
    /// - Throws: `Overdue` when it hangs, and it and all it started have been killed.
    func outcome() async throws -> Outcome {
        let ending = await child.ending(within: .far)
        let (output, complaints) = printed
        guard let ending else {
            send(SIGKILL)
            throw Overdue(description: "\(name) does not end:\n\(output)\n\(complaints)")
        }
        return Outcome(
            command: name,
            ending: ending,
            output: output,
            complaints: complaints,
            duration: ContinuousClock.now - started
        )
    }

    /// Asks it to end, and kills it when it does not.
    @discardableResult
    func stop() async throws -> Outcome {
        send(SIGTERM)
        return try await outcome()
    }

    /// Kills it, as a power cut would.
    func killNow() async throws {
        send(SIGKILL)
        _ = try await outcome()
    }

    private static func text(_ bytes: () throws -> [UInt8]) -> String {
        (try? bytes()).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
