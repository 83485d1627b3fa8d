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

    /// What it holds.
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
    /// The key as text.
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
