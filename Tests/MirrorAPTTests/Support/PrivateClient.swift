import MirrorAPT
import Posix
import TestSupport
import Testing

/// A real apt-get with folders of its own, which sees nothing of the machine and changes nothing of it.
struct PrivateClient {
    private let folder: Directory

    /// Trusts the key for one suite of a repository in a folder.
    init(of repository: SignedRepository, suite: String = "stable main") throws {
        let current = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        for path in ["state/lists/partial", "cache/archives/partial", "dpkg"] {
            try current.makeDirectories(RelativePath("client/\(path)"))
        }
        folder = try current.subdirectory(RelativePath("client"))
        try write(repository.key.keyring(), "keyring.gpg")
        try write([], "dpkg/status")
        let options = "[arch=amd64 signed-by=\(folder.path)/keyring.gpg]"
        try write(Array("deb \(options) file:\(repository.path) \(suite)\n".utf8), "sources.list")
        try write(Array(settings.utf8), "apt.conf")
    }

    func run(_ arguments: String...) throws -> StockTool.Outcome {
        let environment = ["APT_CONFIG": "\(folder.path)/apt.conf"]
        return try StockTool("apt-get").run(arguments, in: folder.path.string, environment: environment)
    }

    private var settings: String {
        let nothing = ["main", "parts", "sourceparts", "trusted", "trustedparts", "preferences", "preferencesparts"]
            .map { "Dir::Etc::\($0) \"/dev/null\";\n" }.joined()
        return nothing + """
            Dir::Etc::sourcelist "\(folder.path)/sources.list";
            Dir::State "\(folder.path)/state";
            Dir::State::status "\(folder.path)/dpkg/status";
            Dir::Cache "\(folder.path)/cache";
            Dir::Log "\(folder.path)/cache";
            APT::Architecture "amd64";
            APT::Architectures { "amd64"; };
            APT::Sandbox::User "root";
            Debug::NoLocking "1";

            """
    }

    private func write(_ bytes: [UInt8], _ name: String) throws { try folder.create(RelativePath(name)).write(bytes) }
}
