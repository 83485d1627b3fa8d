/// What a packument says of one version, as far as choosing among versions needs it.
package struct PublishedVersion: Hashable, Sendable {
    /// The member name in `versions`.
    package let key: String
    /// Whether `deprecated` says something: neither absent, empty nor `false`.
    package let isDeprecated: Bool
    /// The range in `engines.node`.
    package let node: String?

    package init(key: String, isDeprecated: Bool = false, node: String? = nil) {
        self.key = key
        self.isDeprecated = isDeprecated
        self.node = node
    }
}
