/// What the value of a dependency means to npm: only the first two kinds are looked up in a registry.
///
/// A dependency of any other kind says nothing about the registry's package of the same name, which must not be
/// fetched in its place.
package enum PackageSpec: Hashable, Sendable {
    /// A version, range or tag of the package that the dependency names.
    case registry(RegistrySpec)
    /// `npm:other@^1`: another package of the registry, installed under the dependency's name.
    case alias(PackageName, RegistrySpec)
    /// A git repository; `nil` for the shorthands that npm tries over several protocols, such as `user/project`.
    case git(url: String?)
    /// A tarball anywhere on the web.
    case remote(url: String)
    /// A tarball on the machine that installs, as the dependency spells it.
    case file(path: String)
    /// A folder on the machine that installs, as the dependency spells it.
    case directory(path: String)

    /// Reads `text` in the order in which npm tries the kinds; throws what npm would refuse.
    package init(_ text: String) throws(SpecError) {
        if text.looksLikePath || text.hasPrefixIgnoringCase("file:") {
            self = .local(text)
        } else if text.hasPrefixIgnoringCase("npm:") {
            self = try Self.alias(of: text)
        } else if let hosted = HostedGit(text) {
            self = .git(url: hosted.url)
        } else if let scheme = text.scheme {
            self = try Self.url(text, scheme: scheme)
        } else if text.utf8.contains(UInt8(ascii: "/")) || text.endsLikeTarball {
            self = .local(text)
        } else {
            self = .registry(try RegistrySpec(text))
        }
    }

    /// The package to ask the registry for, and what of it, for a dependency called `name`; `nil` when npm would not
    /// ask a registry.
    package func lookup(as name: PackageName) -> (name: PackageName, spec: RegistrySpec)? {
        switch self {
        case .registry(let spec): (name, spec)
        case .alias(let target, let spec): (target, spec)
        case .git, .remote, .file, .directory: nil
        }
    }

    private static func local(_ text: String) -> PackageSpec {
        let path = text.hasPrefix("file:") ? String(text.dropFirst(5)) : text
        return path.endsLikeTarball ? .file(path: path) : .directory(path: path)
    }

    private static func alias(of text: String) throws(SpecError) -> PackageSpec {
        let argument = try PackageArgument(String(text.dropFirst(4)))
        guard case .registry(let spec) = argument.spec else { throw SpecError(.invalidAlias, text) }
        return .alias(argument.name, spec)
    }

    private static func url(_ text: String, scheme: String) throws(SpecError) -> PackageSpec {
        switch scheme {
        case "http", "https":
            guard !text.hasSuffix("//") else { throw SpecError(.invalidURL, text) }
            return .remote(url: text)
        case "git", "git+http", "git+https", "git+rsync", "git+ftp", "git+file", "git+ssh":
            return .git(url: gitURL(text))
        default:
            throw SpecError(.unsupportedProtocol, text)
        }
    }

    /// The URL that git is given: without `git+` and the part after `#`.
    private static func gitURL(_ text: String) -> String {
        let url = String(text.prefix { $0 != "#" })
        guard url.hasPrefixIgnoringCase("git+") else { return url }
        if let secureCopy = url.secureCopyAddress { return secureCopy }
        return String(url.dropFirst(4))
    }
}
