import Foundation
import TestSupport

/// A signed APT repository that a real nginx serves, on the near side of a gap.
struct APTUpstream: Sendable {
    static let suite = "stable"
    private static let port = 18080

    /// What nginx serves.
    let folder: String
    /// The public keys that it is signed by.
    let keyring: String
    private let home: String
    private let gap: Namespace
    private let nginx: Nginx

    /// What clients and mirrors ask.
    var url: String { "http://127.0.0.1:\(Self.port)" }

    /// Makes the key and starts nginx over an empty folder.
    init(in parent: String, behind gap: Namespace) async throws {
        self.gap = gap
        folder = "\(parent)/upstream"
        home = "\(parent)/gnupg"
        try Self.makeFolder(folder)
        let directives = """
            access_log \(parent)/access.log;
            server { listen 127.0.0.1:\(Self.port); root \(folder); autoindex off; }
            """
        nginx = try await Nginx(directives, for: "DNS:localhost", in: "\(parent)/nginx", here: { gap.around($0) })
        try await nginx.requireAnswers(at: "http://127.0.0.1:\(Self.port)/")
        keyring = try await Self.keyring(in: home)
    }

    /// Makes a key in a folder, and gives the path of its public half.
    static func keyring(in home: String) async throws -> String {
        try makeFolder(home)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home)
        let gpg = try Executable.needed("gpg")
        let options = ["--batch", "--homedir", home]
        let key = ["--passphrase", "", "--quick-gen-key", "Lab <lab@example.org>", "ed25519", "sign", "never"]
        try await gpg.run(options + key, in: home).succeeded()
        let keys = try await gpg.run(options + ["--armor", "--export"], in: home).succeeded().output
        let path = "\(home)/keyring.asc"
        try Data(keys.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The paths that were asked for since the last time, with the status of each answer.
    func requests() throws -> [String] {
        let log = URL(fileURLWithPath: folder).deletingLastPathComponent().appendingPathComponent("access.log")
        let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        try Data().write(to: log)
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\"")
            guard parts.count > 2, let path = parts[1].split(separator: " ").dropFirst().first,
                let status = parts[2].split(separator: " ").first
            else { return nil }
            return "\(status) \(path)"
        }
    }

    /// Puts a package into the pool, to be listed with the next `publish`; its path.
    @discardableResult
    func add(_ name: String, _ version: String, needs: String? = nil, architecture: String = "amd64") async throws
        -> String
    {
        let work = "\(home)/\(name)"
        try Self.makeFolder("\(work)/DEBIAN")
        try Self.makeFolder("\(work)/usr/share/\(name)")
        try write("\(name) \(version)\n", "\(work)/usr/share/\(name)/version")
        try write(
            """
            Package: \(name)
            Version: \(version)
            Architecture: \(architecture)
            Maintainer: Lab <lab@example.org>
            Section: misc
            Priority: optional
            \(needs.map { "Depends: \($0)\n" } ?? "")Description: a package of the tests
             and nothing else

            """,
            "\(work)/DEBIAN/control"
        )
        let path = "pool/main/\(name.prefix(1))/\(name)/\(name)_\(version)_\(architecture).deb"
        try Self.makeFolder("\(folder)/pool/main/\(name.prefix(1))/\(name)")
        let build = ["--root-owner-group", "-Zgzip", "--build", work, "\(folder)/\(path)"]
        try await run("dpkg-deb", build)
        try FileManager.default.removeItem(atPath: work)
        return path
    }

    /// Lists what lies in the pool, and signs the list; what a mirror asks for afterwards is new.
    func publish(architectures: [String] = ["amd64"], byHash: Bool = true, validFor seconds: Int = 604_800) async throws
    {
        let suite = "dists/\(Self.suite)"
        try? FileManager.default.removeItem(atPath: "\(folder)/\(suite)")
        for architecture in architectures {
            let lists = "\(suite)/main/binary-\(architecture)"
            try Self.makeFolder("\(folder)/\(lists)")
            let packages = try await run("apt-ftparchive", ["--arch", architecture, "packages", "pool"]).output
            try write(packages, "\(folder)/\(lists)/Packages")
            for tool in ["gzip", "xz"] { try await run(tool, ["-k", "\(lists)/Packages"]) }
        }
        try Self.makeFolder("\(folder)/\(suite)/main/i18n")
        let translation = "\(suite)/main/i18n/Translation-en"
        try write(
            "Package: hello\nDescription-md5: 00000000000000000000000000000000\nDescription-en: x\n",
            "\(folder)/\(translation)"
        )
        try await run("xz", ["-k", translation])
        try await sign(architectures, byHash: byHash, validFor: seconds)
    }

    private func sign(_ architectures: [String], byHash: Bool, validFor seconds: Int) async throws {
        let suite = "dists/\(Self.suite)"
        let options = [
            "Origin=Lab", "Suite=\(Self.suite)", "Codename=\(Self.suite)", "Components=main",
            "Architectures=\(architectures.joined(separator: " "))", "Acquire-By-Hash=\(byHash ? "yes" : "no")",
            "ValidTime=\(seconds)",
        ]
        let release = options.flatMap { ["-o", "APT::FTPArchive::Release::\($0)"] } + ["release", suite]
        let text = try await run("apt-ftparchive", release).output
        if byHash {
            let link = """
                cd '\(folder)/\(suite)' && find main -type f | while read -r f; do for t in SHA256:sha256sum MD5Sum:md5sum; do
                    d=$(dirname "$f")/by-hash/${t%:*}; mkdir -p "$d"; ln -f "$f" "$d/$("${t#*:}" "$f" | cut -d' ' -f1)"
                done; done
                """
            try await run("sh", ["-c", link])
        }
        try write(text, "\(folder)/\(suite)/Release")
        let place = "\(folder)/\(suite)"
        try await gpg("--clearsign", "-o", "\(place)/InRelease", "\(place)/Release")
        try await gpg("--armor", "--detach-sign", "-o", "\(place)/Release.gpg", "\(place)/Release")
        try age("\(place)/InRelease")
    }

    /// Gives a file another time than it had the last time: a server names its content by that and its size, and tests
    /// publish twice within its second.
    private func age(_ path: String) throws {
        let record = "\(home)/published"
        let count = FileManager.default.contents(atPath: record)?.count ?? 0
        try Data(repeating: 0, count: count + 1).write(to: URL(fileURLWithPath: record))
        let time = Date(timeIntervalSinceNow: Double(count - 1_000_000))
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    }

    @discardableResult
    private func gpg(_ arguments: String...) async throws -> Outcome {
        try await run("gpg", ["--batch", "--yes", "--homedir", home] + arguments)
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) async throws -> Outcome {
        try await Executable.needed(program).run(arguments, in: folder).succeeded()
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
}
