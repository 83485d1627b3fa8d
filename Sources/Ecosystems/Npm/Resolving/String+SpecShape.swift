/// The shapes by which npm tells kinds of dependencies apart.
extension String {
    /// `./x`, `../x`, `~/x`, `/x`, `c:x`.
    var looksLikePath: Bool {
        let start = Array(utf8.prefix(2))
        guard let first = start.first else { return false }
        if first == UInt8(ascii: ".") || first == UInt8(ascii: "/") { return true }
        guard start.count == 2 else { return false }
        if first == UInt8(ascii: "~") { return start[1] == UInt8(ascii: "/") }
        return first.isLetter && start[1] == UInt8(ascii: ":")
    }

    /// `x.tgz`, `x.tar.gz`, `x.tar`.
    var endsLikeTarball: Bool {
        let text = lowercased()
        return text.hasSuffix(".tgz") || text.hasSuffix(".tar.gz") || text.hasSuffix(".tar")
    }

    /// The letters before the first colon in lower case, with `git+` if it stands before them; `nil` without any.
    var scheme: String? {
        let text = lowercased()
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = text[..<colon]
        let letters = scheme.hasPrefix("git+") ? scheme.dropFirst(4) : scheme
        return !letters.isEmpty && letters.utf8.allSatisfy(\.isLetter) ? String(scheme) : nil
    }

    /// `git@host:user/project` of `git+ssh://git@host:user/project`, which is no URL because no port follows the colon.
    var secureCopyAddress: String? {
        guard hasPrefixIgnoringCase("git+ssh://") else { return nil }
        let address = dropFirst(10)
        guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")), colon > address.startIndex else { return nil }
        let path = address[colon...].dropFirst()
        guard let first = path.utf8.first, !first.isDigit else { return nil }
        return String(address)
    }

    func hasPrefixIgnoringCase(_ prefix: String) -> Bool {
        utf8.count >= prefix.utf8.count && self.prefix(prefix.count).lowercased() == prefix
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}
