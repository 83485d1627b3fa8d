import Globs
package import Posix
package import YAML

/// What Packferry reads of Verdaccio's own `config.yaml`: where packages lie, and settings that hurt.
///
/// Everything else in the file is Verdaccio's business and ignored.
package struct VerdaccioConfiguration: Sendable, Equatable {
    /// One entry of `packages:`.
    ///
    /// The first whose pattern matches a name decides alone, as in Verdaccio.
    package struct Rule: Sendable, Equatable {
        package let pattern: PackagePattern
        /// The sub-folder of the storage in which they lie; `nil` for the storage itself.
        package let folder: RelativePath?
        /// The uplinks from which Verdaccio fetches what it lacks; on an offline site there should be none.
        package let proxies: [String]
    }

    /// Verdaccio's storage folder; `nil` where the file does not name one.
    package let storage: AbsolutePath?
    /// The entries of `packages:` in their order.
    package let rules: [Rule]
    /// The entries of `uplinks:` in their order.
    package let uplinks: [VerdaccioUplink]
    /// The first address in `listen` that is one; `nil` for a socket or a name.
    package let listen: SocketAddress?
    /// The host of `url_prefix`, by which clients know it behind a proxy.
    package let hosts: [String]

    /// The first rule for a package; `nil` where Verdaccio has none, which means the storage itself and no uplink.
    package func rule(for name: PackageName) -> Rule? { rules.first { $0.pattern.matches(name) } }

    /// The folder of a package beneath the storage, in which its `package.json` lies.
    package func folder(of name: PackageName) throws(PathError) -> RelativePath {
        guard let parent = rule(for: name)?.folder else { return name.path }
        return try parent.appending(name.path)
    }
}

extension VerdaccioConfiguration {
    /// Reads the text of a file that lies in `folder`, to which relative paths refer.
    package init(parsing text: [UInt8], in folder: AbsolutePath) throws(YAMLError) {
        let members = try YAMLNode(parsing: text).members()
        storage = try members["storage"].map { (node) throws(YAMLError) in try node.path(relativeTo: folder) }
        rules = try members.entries(of: "packages").map { (entry) throws(YAMLError) in try Rule(entry) }
        uplinks = try members.entries(of: "uplinks").map { (entry) throws(YAMLError) in try VerdaccioUplink(entry) }
        listen = try members["listen"]?.names().lazy.compactMap(Self.address).first
        hosts = try members["url_prefix"].flatMap { (node) throws(YAMLError) in try Self.host(node) }.map { [$0] } ?? []
    }

    /// `4873`, `localhost:4873`, `0.0.0.0:4873`, `[::1]:4873`, each with or without a scheme before it.
    private static func address(_ text: String) -> SocketAddress? {
        guard !text.hasPrefix("unix:") else { return nil }
        let rest = text.split(separator: "//").last ?? text[...]
        let bare = rest.prefix { $0 != "/" }
        guard let colon = bare.lastIndex(of: ":") else { return UInt16(bare).map { .loopback(port: $0) } }
        guard let port = UInt16(bare[bare.index(after: colon)...]) else { return nil }
        let host = bare[..<colon].filter { $0 != "[" && $0 != "]" }
        return host == "localhost" ? .loopback(port: port) : SocketAddress(ip: host, port: port)
    }

    private static func host(_ node: YAMLNode) throws(YAMLError) -> String? {
        let text = try node.text()
        guard let start = text.firstRange(of: "://") else { return nil }
        let host = text[start.upperBound...].prefix { $0 != "/" && $0 != ":" }
        return host.isEmpty ? nil : host.lowercased()
    }
}

extension VerdaccioConfiguration.Rule {
    fileprivate init(_ entry: YAMLEntry) throws(YAMLError) {
        do {
            pattern = try PackagePattern(entry.key, ending: .prefix)
        } catch {
            throw YAMLError(at: entry.position, reason: "\(error)")
        }
        let members = try entry.value.members()
        folder = try members["storage"].flatMap { (node) throws(YAMLError) in try node.folder() }
        proxies = try members["proxy"].map { (node) throws(YAMLError) in try node.names() } ?? []
    }
}

extension [YAMLEntry] {
    fileprivate subscript(key: String) -> YAMLNode? { first { $0.key == key }?.value }

    fileprivate func entries(of key: String) throws(YAMLError) -> [YAMLEntry] {
        guard let node = self[key] else { return [] }
        return try node.members()
    }
}

extension YAMLNode {
    /// Whether JavaScript takes it for false: Verdaccio asks no more than that.
    var isFalsy: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.isNull || scalar.text.isEmpty
            || scalar.isPlain && ["false", "False", "FALSE", "0"].contains(scalar.text)
    }

    fileprivate func members() throws(YAMLError) -> [YAMLEntry] { isNull ? [] : try entries() }

    fileprivate func path(relativeTo folder: AbsolutePath) throws(YAMLError) -> AbsolutePath {
        let text = try text()
        do {
            return try AbsolutePath(text, relativeTo: folder)
        } catch {
            throw YAMLError(at: position, reason: "\(error)")
        }
    }

    /// A path that Verdaccio appends to its storage, even if it begins with a slash.
    fileprivate func folder() throws(YAMLError) -> RelativePath? {
        guard !isFalsy else { return nil }
        let parts = try text().split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty else { return nil }
        do {
            return try RelativePath(parts.joined(separator: "/"))
        } catch {
            throw YAMLError(at: position, reason: "\(error)")
        }
    }

    /// Names in a list, or in one text between blanks.
    fileprivate func names() throws(YAMLError) -> [String] {
        guard !isFalsy else { return [] }
        guard case .sequence(let items) = content else { return try text().split(separator: " ").map(String.init) }
        return try items.map { (item) throws(YAMLError) in try item.text() }
    }
}
