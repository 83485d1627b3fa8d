import Foundation
import Posix

/// A program of this machine, and what stands before its arguments.
struct Executable: Sendable {
    let path: String
    private let prefix: [String]

    init(at path: String, prefix: [String] = []) {
        self.path = path
        self.prefix = prefix
    }

    /// Finds a program by its name, as a shell would.
    init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let candidates = (folders + ["/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }
        guard let path = candidates.first(where: FileManager.default.isExecutableFile) else { return nil }
        self.init(at: path)
    }

    /// What a shell is told to start it.
    var shellCommand: String { ([path] + prefix).map { "'\($0)'" }.joined(separator: " ") }

    /// The same program, started by another one that is told to start it.
    func started(by launcher: Executable, _ arguments: [String]) -> Executable {
        Executable(at: launcher.path, prefix: launcher.prefix + arguments + [path] + prefix)
    }

    /// Starts it in `folder`, which is also its home, with nothing of our own environment but PATH.
    func start(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws -> RunningProgram {
        let child = try ChildProcess(
            path,
            prefix + arguments,
            in: folder,
            environment: Self.environment(home: folder).merging(environment) { _, own in own }
        )
        return RunningProgram(child, name: ([path] + arguments).joined(separator: " "))
    }

    /// Runs it to its end.
    func run(_ arguments: [String], in folder: String, environment: [String: String] = [:]) async throws -> Outcome {
        try await start(arguments, in: folder, environment: environment).outcome()
    }

    private static func environment(home: String) -> [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": home, "LC_ALL": "C.UTF-8", "TZ": "UTC",
        ]
    }
}

/// A program that a test cannot do without.
struct MissingProgram: Error, CustomStringConvertible {
    let description: String
}

extension Executable {
    /// A program that conditions have already found.
    static func needed(_ name: String) throws -> Executable {
        guard let found = Executable(name) else { throw MissingProgram(description: "\(name) is not installed") }
        return found
    }
}
