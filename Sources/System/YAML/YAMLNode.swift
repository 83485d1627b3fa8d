/// One value of a YAML document and where it begins.
package struct YAMLNode: Sendable, Equatable {
    /// The three kinds of value.
    package enum Content: Sendable, Equatable {
        /// Text, whatever it looks like.
        case scalar(YAMLScalar)
        /// Values in order.
        case sequence([YAMLNode])
        /// Keys with their values, in the order of the document; no key is there twice.
        case mapping([YAMLEntry])
    }

    package let content: Content
    /// Where its first character stands.
    package let position: YAMLPosition

    init(_ content: Content, at position: YAMLPosition) {
        self.content = content
        self.position = position
    }
}

/// A key of a mapping with its value.
package struct YAMLEntry: Sendable, Equatable {
    package let key: String
    /// Where the key begins.
    package let position: YAMLPosition
    /// What stands after the colon; an empty scalar where nothing does.
    package let value: YAMLNode

    init(key: String, at position: YAMLPosition, value: YAMLNode) {
        self.key = key
        self.position = position
        self.value = value
    }
}

/// Text of a document, whatever it looks like.
///
/// It is read by the type that its key wants and never guessed: `no` and `1.10` stay what they are.
package struct YAMLScalar: Sendable, Equatable {
    /// The text without quotes, escapes resolved.
    package let text: String
    /// Whether it stands there without quotes, block indicator and tag, so that it may mean more than its letters.
    package let isPlain: Bool

    init(text: String, isPlain: Bool) {
        self.text = text
        self.isPlain = isPlain
    }

    /// Whether it says that there is no value: nothing, `~` or `null` without quotes (YAML 1.1, null type).
    package var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }
}

/// A place in a text, both numbers counted from 1, columns in characters.
package struct YAMLPosition: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension YAMLNode {
    /// Reads the one document of a UTF-8 text; a text without any is an empty scalar.
    ///
    /// Refused, with line and column: what libyaml cannot read, more than one document, keys that are not text, a key
    /// given twice (unless `onDuplicate` takes note and returns: then the first stays), merge keys, tags but those of
    /// plain data, and what is beyond `limits`.
    package init(
        parsing text: [UInt8],
        limits: YAMLLimits = YAMLLimits(),
        onDuplicate: (YAMLError) throws(YAMLError) -> Void = { (error: YAMLError) throws(YAMLError) in throw error }
    ) throws(YAMLError) {
        guard text.count <= limits.bytes else {
            let reason = "the text has \(text.count) bytes, more than \(limits.bytes)"
            throw YAMLError(at: YAMLPosition(line: 1, column: 1), reason: reason)
        }
        let parser = EventParser(text)
        self = try withoutActuallyEscaping(onDuplicate) { (note) throws(YAMLError) in
            var composer = Composer(parser: parser, limits: limits, onDuplicate: note)
            return try composer.document()
        }
    }
}

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
