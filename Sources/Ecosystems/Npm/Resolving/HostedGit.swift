/// A repository on one of the git hosts that npm knows by name.
struct HostedGit {
    /// The one address npm gives git; `nil` for shorthands, where it tries several.
    let url: String?

    /// Recognises `user/project`, `github:user/project` and URLs of repositories, not of other pages, on known hosts.
    init?(_ text: String) {
        if Self.isShorthand(text) || text.scheme.map(Self.shortcuts.contains) ?? false {
            url = nil
            return
        }
        guard let location = GitLocation(text), let host = Self.hosts[location.host],
            host.schemes.contains(location.scheme), let repository = host.repository(location.path)
        else { return nil }
        url = location.address(of: repository)
    }

    private static let shortcuts: Set<String> = ["github", "gitlab", "bitbucket", "gist", "sourcehut"]

    /// What tells a repository's path from other pages of a host.
    private struct Host {
        let schemes: Set<String>
        let repository: @Sendable ([Substring]) -> String?
    }

    private static let hosts: [String: Host] = [
        "github.com": Host(schemes: overAll.union(["http"])) { path in
            path.count == 2 || (path.count > 2 && path[2] == "tree") ? project(path.prefix(2)) : nil
        },
        "bitbucket.org": Host(schemes: overSSHAndHTTPS) { path in
            path.count > 1 && !(path.count > 2 && path[2] == "get") ? project(path.prefix(2)) : nil
        },
        "gitlab.com": Host(schemes: overSSHAndHTTPS) { path in
            path.count > 1 && !path.contains("-") && !path.contains("archive.tar.gz") ? project(path[...]) : nil
        },
        "gist.github.com": Host(schemes: overAll) { path in
            path.isEmpty || (path.count > 2 && path[2] == "raw") ? nil : project(path.prefix(2).suffix(1))
        },
        "git.sr.ht": Host(schemes: ["git+ssh", "https"]) { path in
            path.count > 1 && !(path.count > 2 && path[2] == "archive") ? project(path.prefix(2)) : nil
        },
    ]

    private static let overSSHAndHTTPS: Set<String> = ["git+ssh", "git+https", "ssh", "https"]
    private static let overAll = overSSHAndHTTPS.union(["git"])

    /// The path of a repository with exactly one `.git` at its end.
    private static func project(_ path: ArraySlice<Substring>) -> String? {
        let joined = path.joined(separator: "/")
        return joined.hasSuffix(".git") ? joined : joined + ".git"
    }

    /// `user/project`, perhaps with `#branch`: one slash inside, and neither `@`, `:` nor blank before the `#`.
    private static func isShorthand(_ text: String) -> Bool {
        let path = Array(text.utf8.prefix { $0 != UInt8(ascii: "#") })
        guard let first = path.first, let last = path.last, first != UInt8(ascii: "."), first != UInt8(ascii: "/")
        else { return false }
        guard path.count(where: { $0 == UInt8(ascii: "/") }) == 1, last != UInt8(ascii: "/") else { return false }
        return !path.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ":") || $0.isBlank }
    }
}
