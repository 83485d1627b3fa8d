import Foundation

/// A real apt-get with folders of its own, into which it installs.
struct APTClient: Sendable {
    private let folder: String
    private let program: Executable

    /// Makes an empty system whose only source is that line of a `sources.list`.
    init(_ source: String, in folder: String, here: (Executable) -> Executable) throws {
        self.folder = folder
        program = here(try Executable.needed("apt-get"))
        let folders = [
            "system/var/lib/dpkg/info", "system/var/lib/dpkg/updates", "system/var/lib/dpkg/triggers",
            "state/lists/partial",
            "cache/archives/partial", "etc",
        ]
        for path in folders {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(path)", withIntermediateDirectories: true)
        }
        try write("", "system/var/lib/dpkg/status")
        try write("", "system/var/lib/dpkg/available")
        try write("\(source)\n", "etc/sources.list")
        try write(configuration, "apt.conf")
    }

    /// Has it read the lists anew.
    func update() async throws -> Outcome { try await run("update") }

    /// Has it install packages, with what they depend on.
    func install(_ packages: String...) async throws -> Outcome { try await run(["install", "-y"] + packages) }

    /// What a package of the tests says of itself once it is installed; `nil` where it is not.
    func installed(_ package: String) -> String? {
        let file = FileManager.default.contents(atPath: "\(folder)/system/usr/share/\(package)/version")
        return file.map { String(decoding: $0, as: UTF8.self) }
    }

    private func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    private func run(_ arguments: [String]) async throws -> Outcome {
        try await program.run(arguments, in: folder, environment: ["APT_CONFIG": "\(folder)/apt.conf"])
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(path)"))
    }

    private var configuration: String {
        """
        Dir::Etc "\(folder)/etc"; Dir::Etc::sourcelist "\(folder)/etc/sources.list"; Dir::Etc::sourceparts "/dev/null";
        Dir::Etc::main "/dev/null"; Dir::Etc::parts "/dev/null"; Dir::Etc::preferences "/dev/null";
        Dir::Etc::preferencesparts "/dev/null"; Dir::Etc::trusted "/dev/null"; Dir::Etc::trustedparts "/dev/null";
        Dir::State "\(folder)/state"; Dir::State::status "\(folder)/system/var/lib/dpkg/status";
        Dir::Cache "\(folder)/cache"; Dir::Log "\(folder)";
        APT::Architecture "amd64"; APT::Architectures { "amd64"; }; APT::Sandbox::User "root";
        Acquire::http::Proxy "DIRECT"; Acquire::Languages { "en"; };
        DPkg::Options { "--root=\(folder)/system"; "--force-not-root"; };

        """
    }
}
