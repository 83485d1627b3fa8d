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
