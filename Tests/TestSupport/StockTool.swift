import Posix
package import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

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

    /// Where it lies, or what it was asked for by where there is no such program.
    package let path: String
    /// Whether there is such a program here.
    package let isInstalled: Bool

    /// Finds a program by its name in the system's folders.
    package init(_ name: String) {
        let paths = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }
        let found = paths.first { FileManager.default.isExecutableFile(atPath: $0) }
        path = found ?? name
        isInstalled = found != nil
    }

    /// Runs it in `folder` to its end with an environment that has only PATH, LC_ALL and TZ beside what is given.
    /// - Throws: `Overdue` after `limit`, when it and all it started have been killed.
    package func run(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:],
        input: String = "",
        limit: Duration = .far
    ) throws -> Outcome {
        let child = try ChildProcess(
            path,
            arguments,
            in: folder,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"].merging(environment) { $1 },
            input: Array(input.utf8)
        )
        guard let ending = child.waitForEnding(within: limit) else {
            throw Overdue(description: "\(path) did not end within \(limit)")
        }
        return Outcome(
            status: ending.number,
            output: String(decoding: try child.output, as: UTF8.self),
            complaints: String(decoding: try child.complaints, as: UTF8.self)
        )
    }
}

extension ChildProcess.Ending {
    fileprivate var number: Int32 {
        switch self {
        case .status(let number), .signal(let number): number
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs programs of the system.
    package static func needs(_ names: String...) -> ConditionTrait {
        let missing = names.filter { !StockTool($0).isInstalled }
        return .enabled(if: missing.isEmpty, "not run: not installed: \(missing.joined(separator: ", "))")
    }
}
