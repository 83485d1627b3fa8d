/// How the text of one value becomes a typed value, with what help and completion say about it.
package struct ValueType<Value: Sendable>: Sendable {
    let completion: Completion
    let describe: @Sendable (Value) -> String
    let parse: @Sendable (String) throws(InvalidValue) -> Value

    /// Makes a type of value from its parser; `describe` writes a default the way it would be typed.
    package init(
        completion: Completion = .none,
        describe: @escaping @Sendable (Value) -> String = { "\($0)" },
        parse: @escaping @Sendable (String) throws(InvalidValue) -> Value
    ) {
        self.completion = completion
        self.describe = describe
        self.parse = parse
    }

    /// The same type, for which a shell asks the program what there is of this kind.
    package func asked(_ kind: String) -> ValueType {
        ValueType(completion: .asked(kind), describe: describe, parse: parse)
    }

    /// The same type with a further rule: `check` returns what is wrong with a value, or nil.
    package func validated(_ check: @escaping @Sendable (Value) -> String?) -> ValueType {
        let parse = parse
        return ValueType(completion: completion, describe: describe) { text throws(InvalidValue) in
            let value = try parse(text)
            if let reason = check(value) { throw InvalidValue(reason) }
            return value
        }
    }
}

/// Why a text is no value of its type: half a sentence, such as "it must be at least 1".
package struct InvalidValue: Error, Equatable, Sendable {
    /// Half a sentence without a full stop.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

/// What a shell offers while a value is typed.
package enum Completion: Equatable, Sendable {
    /// Nothing: the value is free text.
    case none
    /// Names of files and folders.
    case files
    /// Names of folders.
    case directories
    /// These words.
    case choices([String])
    /// What the program prints when it is asked for this kind of thing, a word in each line: `--complete kind`.
    case asked(String)

    var choices: [String] {
        if case .choices(let words) = self { words } else { [] }
    }
}
