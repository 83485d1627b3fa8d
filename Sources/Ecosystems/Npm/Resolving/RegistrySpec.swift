/// What a dependency asks a registry for: a version, a range or a tag.
package struct RegistrySpec: Hashable, Sendable, CustomStringConvertible {
    /// The three ways to ask.
    package enum Kind: Hashable, Sendable {
        /// Exactly this version.
        case version(Semver)
        /// Any version in this range.
        case range(SemverRange)
        /// Whatever version this tag names.
        case tag(String)
    }

    /// Any version, as an empty dependency and `*` ask for.
    package static let any = RegistrySpec(.range(.any), text: "*")

    package let kind: Kind
    /// The text it was read from, without blanks around it; `*` for an empty one.
    package let text: String

    private init(_ kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// Reads a version, a range or, failing both, a tag, as npm does; throws for what can be no tag either.
    package init(_ text: String, rules: RangeRules = .current) throws(SpecError) {
        let trimmed = text.trimmingBlanks()
        if trimmed.isEmpty {
            self = .any
        } else if let version = Semver(parsing: trimmed, loose: true) {
            self.init(.version(version), text: trimmed)
        } else if let range = SemverRange(parsing: trimmed, loose: true, rules: rules) {
            self.init(.range(range), text: trimmed)
        } else if trimmed.utf8.allSatisfy(\.isNameByte) {
            self.init(.tag(trimmed), text: trimmed)
        } else {
            throw SpecError(.invalidTag, trimmed)
        }
    }

    package var description: String { text }
}

extension String {
    /// Without the ASCII white space at both ends.
    fileprivate func trimmingBlanks() -> String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { !$0.isBlank }), let last = bytes.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first...last])
    }
}
