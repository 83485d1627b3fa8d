extension YAMLNode {
    /// Whether it is an empty value: `key:`, `~` or `null`.
    package var isNull: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.isNull
    }

    /// Its text; lists, mappings and empty values have none.
    package func text() throws(YAMLError) -> String {
        guard case .scalar(let scalar) = content, !scalar.isNull else { throw expected("a value") }
        return scalar.text
    }

    /// The values of a list.
    package func items() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let items) = content else { throw expected("a list") }
        return items
    }

    /// The keys and values of a mapping.
    package func entries() throws(YAMLError) -> [YAMLEntry] {
        guard case .mapping(let entries) = content else { throw expected("keys with values") }
        return entries
    }

    private func expected(_ wanted: String) -> YAMLError {
        YAMLError(at: position, reason: "expected \(wanted), found \(kindName)")
    }

    private var kindName: String {
        switch content {
        case .scalar(let scalar): scalar.isNull ? "nothing" : "the text \(YAMLScalar.encoded(scalar.text))"
        case .sequence: "a list"
        case .mapping: "keys with values"
        }
    }
}
