import Foundation
import Glibc
import Posix

/// A program of the system, run as a child process that never outlives its test.
package struct StockTool: Sendable {
    package static let tar = StockTool("tar")
    package static let zstd = StockTool("zstd")

    /// What a program that ended left behind.
    package struct Outcome: Sendable {
        /// Its exit status, or the number of the signal that ended it.
        package let status: Int32
        /// What it printed to standard output.
        package let output: String
        /// What it printed to standard error.
        package let complaints: String
    }

    /// A program that did not end in time and was killed.
    package struct Overdue: Error, CustomStringConvertible {
        package let description: String
    }

    private let path: String?
    private let name: String

    /// Finds a program by its name in the system's folders.
    package init(_ name: String) {
        self.name = name
        path = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Takes the program at a path.
    package init(at path: String) {
        self.path = path
        name = path
    }

    /// Whether there is such a program here.
    package var isInstalled: Bool { path != nil }

    /// Runs it in `folder` to its end with an environment that has only PATH, LC_ALL and TZ beside what is given.
    /// - Throws: `Overdue` after `limit`, when it and all it started have been killed.
    package func run(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:],
        limit: Duration = .seconds(60)
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? name)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
            .merging(environment) { _, own in own }
        process.standardInput = FileHandle.nullDevice
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        let (text, errors) = (Self.reader(of: output), Self.reader(of: complaints))
        guard ended.wait(timeout: .now() + .nanoseconds(Int(limit / .nanoseconds(1)))) == .success else {
            // Foundation starts it as the leader of a group of its own, so this reaches its children too.
            kill(-process.processIdentifier, SIGKILL)
            _ = ended.wait(timeout: .now() + .seconds(5))
            throw Overdue(description: "\(name) did not end within \(limit)")
        }
        return Outcome(status: process.terminationStatus, output: try text.finish(), complaints: try errors.finish())
    }

    /// Reads on a thread of its own, since a full pipe would stop the program.
    private static func reader(of pipe: Pipe) -> Stage<Never, String> {
        let handle = pipe.fileHandleForReading
        return Stage("tool-output", capacity: 1) { _ in
            String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        }
    }
}
