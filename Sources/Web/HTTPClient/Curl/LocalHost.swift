import HTTPMessages

/// Whether an address leads to this machine itself, where no proxy is ever wanted.
enum LocalHost {
    static func isNamed(in url: String) -> Bool {
        guard let scheme = url.firstRange(of: "://") else { return false }
        let text = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let authority = Authority(parsing: String(text)) else { return false }
        if authority.host == "localhost" || authority.host == "[::1]" { return true }
        return authority.isAddress && authority.host.hasPrefix("127.")
    }
}
