import Spelling

extension ValueType where Value == String {
    /// Any text, the empty one too.
    package static var string: ValueType { ValueType { $0 } }

    /// Text that is not empty.
    package static var nonEmpty: ValueType {
        string.validated { $0.isEmpty ? "it must not be empty" : nil }
    }

    /// The path of a file, completed as such; not looked at.
    package static var file: ValueType { path(completion: .files) }

    /// The path of a folder, completed as such; not looked at.
    package static var directory: ValueType { path(completion: .directories) }

    private static func path(completion: Completion) -> ValueType {
        ValueType(completion: completion) { text throws(InvalidValue) in
            if text.isEmpty { throw InvalidValue("a path must not be empty") }
            if text.utf8.contains(0) { throw InvalidValue("a path must not hold a NUL") }
            return text
        }
    }
}

extension ValueType where Value == Int {
    /// A whole decimal number that fits 64 bits.
    package static var integer: ValueType {
        ValueType { text throws(InvalidValue) in
            guard let value = Int(text) else { throw InvalidValue("a whole number is needed") }
            return value
        }
    }

    /// A whole decimal number within `range`, both ends included.
    package static func integer(in range: ClosedRange<Int>) -> ValueType {
        integer.validated { value in
            if range.contains(value) { return nil }
            if range.upperBound == .max { return "it must be at least \(range.lowerBound)" }
            return "it must be between \(range.lowerBound) and \(range.upperBound)"
        }
    }
}

extension ValueType where Value: CaseIterable & RawRepresentable<String> {
    /// One of the cases of `type`, spelled as its raw value.
    package static func choice(of type: Value.Type) -> ValueType {
        let choices = type.allCases.map(\.rawValue)
        return ValueType(completion: .choices(choices), describe: \.rawValue) { text throws(InvalidValue) in
            if let value = type.init(rawValue: text) { return value }
            throw InvalidValue("it must be one of \(choices.joined(separator: ", "))" + Self.suggestion(text, choices))
        }
    }

    private static func suggestion(_ text: String, _ choices: [String]) -> String {
        Spelling.nearest(to: text, among: choices).map { "; did you mean '\($0)'?" } ?? ""
    }
}

extension ValueType where Value == Bool {
    /// What an environment variable says for a flag: 1, true, yes, on or 0, false, no, off.
    static var switched: ValueType {
        ValueType { text throws(InvalidValue) in
            switch text.lowercased() {
            case "1", "true", "yes", "on": return true
            case "0", "false", "no", "off": return false
            default: throw InvalidValue("it must be 1 or 0, true or false, yes or no, on or off")
            }
        }
    }
}
