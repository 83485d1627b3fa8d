import Posix

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
    package init(_ text: String, rules: RangeRules = .current) throws(SpecError) {
        if text.looksLikePath || text.hasPrefixIgnoringCase("file:") {
            self = .local(text)
        } else if text.hasPrefixIgnoringCase("npm:") {
            self = try Self.alias(of: text, rules)
        } else if let hosted = HostedGit(text) {
            self = .git(url: hosted.url)
        } else if let scheme = text.scheme {
            self = try Self.url(text, scheme: scheme)
        } else if text.utf8.contains(UInt8(ascii: "/")) || text.endsLikeTarball {
            self = .local(text)
        } else {
            self = .registry(try RegistrySpec(text, rules: rules))
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

    private static func alias(of text: String, _ rules: RangeRules) throws(SpecError) -> PackageSpec {
        let argument = try PackageArgument(String(text.dropFirst(4)), rules: rules)
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

/// A package with what is asked of it, as people write it on a command line: `express`, `express@^4`, `@babel/core@7`.
package struct PackageArgument: Hashable, Sendable {
    package let name: PackageName
    package let spec: PackageSpec

    /// Reads `name` or `name@spec`; any version is meant where none is given.
    package init(_ text: String, rules: RangeRules = .current) throws(SpecError) {
        let (namePart, specPart) = Self.parts(of: text)
        do {
            name = try PackageName(namePart)
        } catch {
            throw SpecError(.invalidName, text)
        }
        spec = try PackageSpec(specPart, rules: rules)
    }

    /// The texts before and after the `@` that is not a scope's.
    private static func parts(of text: String) -> (String, String) {
        let bytes = text.utf8
        guard let at = bytes.dropFirst().firstIndex(of: UInt8(ascii: "@")) else { return (text, "") }
        return (String(text[..<at]), String(text[bytes.index(after: at)...]))
    }
}

/// A dependency that npm would not read.
package struct SpecError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Code: String, Sendable, CaseIterable {
        case unsupportedProtocol = "uses a protocol that only other package managers know"
        case invalidTag = "is neither a version nor a range and cannot be a tag"
        case invalidAlias = "is an alias of something that is not in a registry"
        case invalidName = "names no valid package"
        case invalidURL = "is not a readable URL"
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// The text that could not be read.
    package let subject: String

    package init(_ code: Code, _ subject: String) {
        self.code = code
        self.subject = subject
    }

    /// One line that is safe to print.
    package var description: String { "\"\(PathError.printable(subject))\" \(code.rawValue)" }
}
