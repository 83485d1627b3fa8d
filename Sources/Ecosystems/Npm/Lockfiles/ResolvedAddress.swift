/// The address of a tarball in a lockfile: `https://registry.npmjs.org/a/-/a-1.0.0.tgz#<sha1>`.
struct ResolvedAddress {
    /// Host and port.
    let host: String
    /// The name of the file that it ends in; `nil` where that is none that can be in a storage.
    let file: TarballFileName?
    /// The part behind `#`, where yarn 1 keeps the SHA-1.
    let fragment: String?
    /// Whether it is one that registries give.
    let isOfRegistry: Bool

    /// Takes an address of the web apart; `nil` for any other.
    init?(_ text: String) {
        guard let scheme = text.scheme, scheme == "http" || scheme == "https",
            let slashes = text.firstRange(of: "://")
        else { return nil }
        let rest = text[slashes.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        host = String(authority.split(separator: "@").last ?? "").lowercased()
        guard !host.isEmpty else { return nil }
        let path = rest.dropFirst(authority.count).prefix { $0 != "#" }
        let tail = rest.dropFirst(authority.count + path.count + 1)
        fragment = tail.isEmpty ? nil : String(tail)
        file = TarballFileName(address: ArraySlice(path.utf8))
        // Registries put files below `/-/`, those of GitHub below `/download/`.
        isOfRegistry = path.contains("/-/") || path.contains("/download/")
    }
}

extension RequestedSet.Pin {
    /// Takes over what an address says of the tarball.
    mutating func state(address: ResolvedAddress) {
        host = address.host
        file = address.file
        guard integrity == nil, let sha1 = address.fragment else { return }
        integrity = Integrity(integrity: [], shasum: ArraySlice(sha1.utf8))
    }
}
