package import HTTPMessages
package import Requests
import Spelling
import Time

/// Reads the parameters of a query into types and collects what is wrong with them.
package struct QueryReader {
    private let items: QueryItems
    private var errors: [FieldError] = []

    /// Begins to read a query that may have these parameters alone.
    package init(_ items: QueryItems, allowed: [String]) {
        self.items = items
        let unknown = Set(items.map(\.name)).subtracting(allowed).sorted()
        errors = unknown.map { name in
            let known = allowed.isEmpty ? "none is" : "known are \(allowed.joined(separator: ", "))"
            return FieldError(
                parameter: name,
                "this parameter is not known; \(known)",
                suggestion: Spelling.nearest(to: name, among: allowed)
            )
        }
    }

    /// Throws a refusal that names every mistake, if there was one.
    package func end() throws(RequestRefusal) {
        guard errors.isEmpty else { throw RequestRefusal(errors) }
    }

    /// The text of a parameter that may be given once; `nil` without it.
    package mutating func text(_ name: String) -> String? {
        let values = items.values(of: name)
        if values.count > 1 { refuse(name, "it must be given once") }
        guard let value = values.first else { return nil }
        guard value.isEmpty else { return value }
        refuse(name, "it must not be empty")
        return nil
    }

    /// The text of a field to search in; one that was left empty asks for nothing.
    mutating func search(_ name: String) -> String? {
        items.values(of: name) == [""] ? nil : text(name)
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        if let value = Int(text), range.contains(value) { return value }
        refuse(name, "a whole number from \(range.lowerBound) to \(range.upperBound) is needed")
        return nil
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let text = text(name) else { return nil }
        if text != "true", text != "false" { refuse(name, "true or false is needed") }
        return text == "true"
    }

    mutating func moment(_ name: String) -> Moment? {
        guard let text = text(name) else { return nil }
        if let moment = Moment(text) { return moment }
        refuse(name, "a moment of RFC 3339 is needed, such as 2026-11-21T01:30:00Z")
        return nil
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, of type: Choice.Type)
        -> Choice?
    {
        text(name).flatMap { choice(name, $0, of: type) }
    }

    /// The parameter may be given often, and each may be a list parted by commas.
    mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        of type: Choice.Type
    ) -> [Choice] {
        words(name, of: type.allCases.map(\.rawValue)).compactMap { type.init(rawValue: $0) }
    }

    /// The same of words that are no type of their own.
    mutating func words(_ name: String, of known: [String]) -> [String] {
        let texts = items.values(of: name).flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        return texts.map(String.init).filter { isKnown(name, $0, among: known) }
    }

    /// The texts of a parameter that may be given often, each of which may be a list parted by commas.
    mutating func texts(_ name: String) -> [String] {
        let texts = items.values(of: name).flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        if texts.contains(where: \.isEmpty) { refuse(name, "it must not be empty") }
        return texts.map(String.init)
    }

    private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _ text: String,
        of type: Choice.Type
    ) -> Choice? {
        isKnown(name, text, among: type.allCases.map(\.rawValue)) ? type.init(rawValue: text) : nil
    }

    private mutating func isKnown(_ name: String, _ text: String, among known: [String]) -> Bool {
        guard !known.contains(text) else { return true }
        let detail = "it must be one of \(known.joined(separator: ", "))"
        errors.append(FieldError(parameter: name, detail, suggestion: Spelling.nearest(to: text, among: known)))
        return false
    }

    private mutating func refuse(_ name: String, _ detail: String) {
        errors.append(FieldError(parameter: name, detail))
    }
}
