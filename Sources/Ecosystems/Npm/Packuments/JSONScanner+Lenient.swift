import JSON

/// Reading what may be of any type: in a packument a wrong type costs the member, not the document.
extension JSONScanner {
    /// A string, or `nil` for any other value.
    mutating func optionalString() throws(JSONError) -> String? {
        if try peek() == .string { return try string() }
        _ = try skipValue()
        return nil
    }

    /// The bytes between the quotes of a string, or `nil` for any other value.
    mutating func optionalRawString() throws(JSONError) -> Range<Int>? {
        if try peek() == .string { return try rawString() }
        _ = try skipValue()
        return nil
    }

    /// A string, or the last one of a list, as Sinopia kept tags; `nil` for any other value.
    mutating func lastString() throws(JSONError) -> String? {
        guard try peek() == .array else { return try optionalString() }
        return try strings().last
    }

    /// Every member of an object, in order; `nil` for any other value.
    mutating func memberSpans() throws(JSONError) -> [MemberSpan]? {
        guard try peek() == .object else {
            _ = try skipValue()
            return nil
        }
        var members: [MemberSpan] = []
        try beginObject()
        while let key = try nextKey() { members.append(MemberSpan(name: key.string, value: try skipValue())) }
        return members
    }

    /// The strings of an array, or the one string that stands for an array; other values are passed over.
    mutating func strings() throws(JSONError) -> [String] {
        guard try peek() == .array else { return try optionalString().map { [$0] } ?? [] }
        var strings: [String] = []
        try beginArray()
        while try nextElement() {
            if let string = try optionalString() { strings.append(string) }
        }
        return strings
    }

    /// Whether the value is `true`; any other one is not.
    mutating func isTrue() throws(JSONError) -> Bool {
        if try peek() == .bool { return try bool() }
        _ = try skipValue()
        return false
    }
}
