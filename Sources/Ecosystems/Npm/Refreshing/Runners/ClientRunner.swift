import Posix
package import Reporting
package import Trees

/// Has a real client install packages, so that the registry it is pointed at fetches what that client wants of them.
///
/// What the registry's storage holds afterwards is still to be looked at: a client may have been content with less.
package struct ClientRunner: Sendable {
    private let client: ClientKind
    private let registry: UpstreamAddress
    private let timeout: Duration
    private let searchPath: String

    /// Works with the first program of the client's name along `searchPath`, as `PATH` has it; each package may take
    /// `timeout`.
    package init(_ client: ClientKind, registry: UpstreamAddress, timeout: Duration, searchPath: String) {
        self.client = client
        self.registry = registry
        self.timeout = timeout
        self.searchPath = searchPath
    }

    /// Installs one version of a package into an empty project, and forgets the project.
    ///
    /// No script of a package runs. The client has a home, a cache and a group of processes of its own, and what it
    /// prints goes to `reporter` as it comes; when it takes too long, or the task is cancelled, all of its group is killed.
    /// Throws `SupplyError`. Runs where blocking is allowed.
    package func reinstall(_ name: PackageName, version: String, reporter: Reporter) async throws {
        try await Directory.withTemporary { home in
            let project = try Self.project(in: home)
            let program = ClientProgram(client, searchPath: searchPath)
            let command = ClientCommand(
                client,
                major: client == .yarn ? try await program.majorVersion(in: project.path, home: home.path) : 0,
                installing: "\(name)@\(version)",
                from: registry,
                home: home.path.string
            )
            for file in command.settings { try Self.write(file.text, to: file.file, in: project) }
            let process = try program.start(command.arguments, in: project.path, home: home.path)
            try await follow(process, installing: "\(name)@\(version)", reporter)
        }
    }

    private static func project(in home: Directory) throws -> Directory {
        let path = try RelativePath("project")
        try home.makeDirectories(path)
        let project = try home.subdirectory(path)
        try write("{\"name\":\"refresh\",\"version\":\"1.0.0\",\"private\":true}\n", to: "package.json", in: project)
        return project
    }

    private static func write(_ text: String, to name: String, in folder: Directory) throws {
        try AtomicFile.write(Array(text.utf8), to: RelativePath(name), in: folder)
    }

    private static let pause = Duration.milliseconds(200)

    /// Waits for the end of the client, and passes on what it prints meanwhile.
    private func follow(_ process: ChildProcess, installing wanted: String, _ reporter: Reporter) async throws {
        // Left early, whoever started it no longer holds it, which kills it; its group has children of its own.
        defer { process.kill() }
        var output = ClientOutput(of: client.program, to: reporter)
        let deadline = ContinuousClock.now + timeout
        var ending: ChildProcess.Ending?
        while ending == nil {
            ending = await process.ending(within: Self.pause)
            try reporter.checkCancellation()
            let isTooMuch = try output.read(process, isOver: ending != nil)
            guard ending == nil else { break }
            guard !isTooMuch else { throw failure(wanted, "prints without an end, and was stopped") }
            guard ContinuousClock.now < deadline else { throw failure(wanted, "took longer than \(timeout)") }
        }
        guard ending != .status(0) else { return }
        let reason = output.last.joined(separator: " / ")
        throw failure(wanted, "failed\(reason.isEmpty ? "" : ": \(reason)")")
    }

    private func failure(_ wanted: String, _ cause: String) -> SupplyError {
        SupplyError(
            .unavailable,
            wanted,
            "was not installed, for \(client.program) \(cause)",
            hint: "The log of the job has what it printed; try it by hand with --registry \(registry)/"
        )
    }
}
