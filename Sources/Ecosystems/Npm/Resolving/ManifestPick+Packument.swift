import JSON

extension ManifestPick {
    /// Chooses among the versions of a packument; `engines` are read only where a version of node is given.
    package init(_ packument: Packument, node: Semver? = nil) {
        let versions = packument.versions.map { version in
            PublishedVersion(
                key: version.version,
                isDeprecated: version.isDeprecated,
                node: node.flatMap { _ in packument.node(version) }
            )
        }
        let tags = packument.tags.map { ($0.tag, $0.version) }
        self.init(versions: versions, tags: Dictionary(tags) { first, _ in first }, node: node)
    }
}

extension Packument {
    fileprivate func node(_ version: PackumentVersion) -> String? {
        entries(member("engines", of: version)).first { $0.name == "node" }?.text
    }
}
