/// Where a git URL points: `https://host/a/b`, or `git@host:a/b`, which means SSH.
struct GitLocation {
    let scheme: String
    let host: String
    /// The components of the path, without query and fragment.
    let path: [Substring]
    /// User and password before the host, with the `@`; empty where they do not matter.
    private let credentials: Substring

    /// Splits `text`; `nil` for anything without a host.
    init?(_ text: String) {
        let plain = text.prefix { $0 != "#" && $0 != "?" }
        let rest: Substring
        if let slashes = plain.firstRange(of: "://"), let scheme = text.scheme {
            self.scheme = scheme
            rest = plain[slashes.upperBound...]
        } else {
            scheme = "git+ssh"
            rest = plain
            guard plain.contains("@") else { return nil }
        }
        let end = rest.lastIndex(of: "@").map { rest.index(after: $0) } ?? rest.startIndex
        credentials = rest[..<end]
        let parts = rest[end...].split(maxSplits: 1) { $0 == "/" || $0 == ":" }
        guard parts.count == 2 else { return nil }
        let name = parts[0].lowercased()
        host = name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
        path = parts[1].split(separator: "/").droppingPort()
    }

    /// The address npm gives git for a repository on this host, over the protocol of this URL.
    func address(of repository: String) -> String {
        switch scheme {
        case "https", "git+https": "https://\(credentials)\(host)/\(repository)"
        case "git": "git://\(credentials)\(host)/\(repository)"
        default: "ssh://git@\(host)/\(repository)"
        }
    }
}

extension [Substring] {
    /// Without a first component of digits, which is the port of `https://host:443/a/b`.
    fileprivate func droppingPort() -> [Substring] {
        guard count > 2, let first, first.utf8.allSatisfy(\.isDigit) else { return self }
        return Array(dropFirst())
    }
}

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
