import Foundation
import Glibc
import Synchronization

/// A child process that does not outlive whoever holds it.
final class RunningProgram: Sendable {
    /// A program that did not end in time and was killed.
    struct Overdue: Error, CustomStringConvertible {
        let description: String
    }

    /// Filled by the thread that waits for the process.
    private final class Ending: Sendable {
        private let value = Mutex<Outcome.Ending?>(nil)

        var outcome: Outcome.Ending? { value.withLock(\.self) }

        func set(_ ending: Outcome.Ending) { value.withLock { $0 = ending } }
    }

    let process: Int32
    private let name: String
    private let folder: String
    private let ending = Ending()
    private let started = ContinuousClock.now

    /// Starts it with its output going to files, so that nobody has to read along.
    init(_ process: Process, name: String) throws {
        self.name = name
        folder = FileManager.default.temporaryDirectory.path + "/packferry-run-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(folder + "/output")
        process.standardError = try Self.file(folder + "/complaints")
        process.terminationHandler = { [ending] ended in
            let isExit = ended.terminationReason == .exit
            ending.set(isExit ? .status(ended.terminationStatus) : .signal(ended.terminationStatus))
        }
        do {
            try process.run()
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        self.process = process.processIdentifier
    }

    deinit {
        if isRunning { send(SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Whether it has not ended yet.
    var isRunning: Bool { ending.outcome == nil }

    /// What it printed so far, first to standard output, then to standard error.
    var printed: (output: String, complaints: String) { (text("output"), text("complaints")) }

    /// Sends a signal to it and all that it started: Foundation makes each child the leader of a group of its own.
    func send(_ signal: Int32) {
        guard isRunning else { return }
        kill(-process, signal)
    }

    /// Waits for its end.
    /// - Throws: `Overdue` after `limit`, when it and all it started have been killed.
    func outcome(within limit: Duration) async throws -> Outcome {
        if let outcome = try await ended(within: limit) { return outcome }
        send(SIGKILL)
        _ = try await ended(within: .seconds(10))
        throw Overdue(description: "\(name) did not end within \(limit):\n\(printed.output)\n\(printed.complaints)")
    }

    /// Asks it to end, and kills it when it does not.
    @discardableResult
    func stop(within limit: Duration = .seconds(30)) async throws -> Outcome {
        send(SIGTERM)
        return try await outcome(within: limit)
    }

    /// Kills it, as a power cut would.
    func killNow() async throws {
        send(SIGKILL)
        _ = try await outcome(within: .seconds(10))
    }

    private func ended(within limit: Duration) async throws -> Outcome? {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let ending = ending.outcome {
                let (output, complaints) = printed
                return Outcome(
                    command: name,
                    ending: ending,
                    output: output,
                    complaints: complaints,
                    duration: ContinuousClock.now - started
                )
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    private func text(_ file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data(), as: UTF8.self)
    }

    private static func file(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
}
