extension FreeJSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// Makes a truth value.
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Makes a whole number.
    package init(integerLiteral value: Int64) { self = .integer(value) }

    /// Makes a text.
    package init(stringLiteral value: String) { self = .string(value) }
}

extension FreeJSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral {
    /// Makes a list.
    package init(arrayLiteral elements: FreeJSON...) { self = .array(elements) }

    /// Makes an object; of members with one name the last counts.
    package init(dictionaryLiteral elements: (String, FreeJSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }

    /// Makes null.
    package init(nilLiteral: ()) { self = .null }
}
