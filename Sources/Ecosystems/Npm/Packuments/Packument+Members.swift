import JSON

/// Members that are decoded only where somebody asks for them.
extension Packument {
    /// The value of a member of a version object, found by passing over those before it.
    package func member(_ name: String, of version: PackumentVersion) -> Range<Int>? {
        read(version.span) { scanner throws(JSONError) in
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                let value = try scanner.skipValue()
                if key == name { return value }
            }
            return nil
        }
    }

    /// Every member of a version object, in order; `nil` if it is no object.
    func members(of version: PackumentVersion) -> [MemberSpan]? {
        read(version.span) { scanner throws(JSONError) in try scanner.memberSpans() }
    }

    /// The entries of an object of strings such as `dependencies`, in order; whatever is no string is left out.
    package func entries(_ span: Range<Int>?) -> [(name: String, text: String)] {
        guard let span else { return [] }
        return read(span) { scanner throws(JSONError) in
            var entries: [(name: String, text: String)] = []
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                if let text = try scanner.optionalString() { entries.append((key.string, text)) }
            }
            return entries
        } ?? []
    }

    /// The string at `span`; `nil` for another value.
    package func string(_ span: Range<Int>) -> String? {
        read(span) { scanner throws(JSONError) in try scanner.optionalString() }
    }

    /// Reads a value that was validated before, so that only its type can be wrong.
    private func read<T>(_ span: Range<Int>, _ body: (inout JSONScanner) throws(JSONError) -> T?) -> T? {
        guard var scanner = try? JSONScanner(bytes, range: span) else { return nil }
        return (try? body(&scanner)) ?? nil
    }
}
