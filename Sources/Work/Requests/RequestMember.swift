package import JSON
import Spelling

/// One member that a request may have, with what its value must be.
package struct RequestMember: Sendable {
    private enum Kind: Sendable {
        case flag
        case number(ClosedRange<Int>)
        case object
        case text(reason: @Sendable (String) -> String?)
        case texts(ClosedRange<Int>)
    }

    package let name: String
    /// Whether the request is refused without it.
    package private(set) var isRequired = false
    private let kind: Kind

    private init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// A member that is true or false.
    package static func flag(_ name: String) -> RequestMember { RequestMember(name, .flag) }

    /// A member that is a whole number between two bounds.
    package static func number(_ name: String, in range: ClosedRange<Int>) -> RequestMember {
        RequestMember(name, .number(range))
    }

    /// A member that is an object, of which whoever takes it knows more.
    package static func object(_ name: String) -> RequestMember { RequestMember(name, .object) }

    /// A member that is one of several words.
    package static func choice(_ name: String, of words: [String]) -> RequestMember {
        text(name) { words.contains($0) ? nil : "one of \(words.joined(separator: ", ")) is needed" }
    }

    /// A member that is a text of at most `length` characters, not empty and without control characters.
    package static func text(_ name: String, upTo length: Int = 200) -> RequestMember {
        text(name) { reason(against: $0, upTo: length) }
    }

    /// A member that is a text; `reason` says why one cannot be accepted, as half a sentence.
    package static func text(_ name: String, reason: @escaping @Sendable (String) -> String?) -> RequestMember {
        RequestMember(name, .text(reason: reason))
    }

    /// A member that is an absolute path on the machine that is asked.
    package static func path(_ name: String) -> RequestMember {
        text(name) { text in
            text.hasPrefix("/") ? reason(against: text, upTo: 4096) : "an absolute path on the server is needed"
        }
    }

    /// A member that is a list of so many texts, each of at most 1000 characters.
    package static func texts(_ name: String, _ count: ClosedRange<Int>) -> RequestMember {
        RequestMember(name, .texts(count))
    }

    /// What a text in a query stands for: `minutes=60` is a number, as in a body.
    package func value(ofQuery text: String) -> JSONValue {
        switch kind {
        case .flag: ["true": .bool(true), "false": .bool(false)][text] ?? .string(text)
        case .number: Int64(text).map(JSONValue.integer) ?? .string(text)
        case .text, .object: .string(text)
        case .texts: .array([.string(text)])
        }
    }

    /// The same member; a request without it is refused.
    package var required: RequestMember {
        var member = self
        member.isRequired = true
        return member
    }

    /// The members of an object, if it has none but those that are declared, and each as declared.
    ///
    /// Throws a refusal that names every mistake.
    package static func read(
        _ document: JSONValue,
        allowing declared: [RequestMember]
    ) throws(RequestRefusal) -> [(String, JSONValue)] {
        guard case .object(let members) = document else {
            throw RequestRefusal([FieldError(pointer: "#", "an object is needed")])
        }
        let mistakes = mistakes(in: members, against: declared)
        guard mistakes.isEmpty else { throw RequestRefusal(mistakes) }
        return members
    }

    /// Everything that `members` has and `declared` does not allow, and what it lacks, by name.
    private static func mistakes(in members: [(String, JSONValue)], against declared: [RequestMember]) -> [FieldError] {
        let names = declared.map(\.name)
        let given = members.sorted { $0.0 < $1.0 }.compactMap { name, value in
            declared.first { $0.name == name }.map { $0.mistake(in: value) } ?? unknown(name, among: names)
        }
        let missing = declared.filter { required in
            required.isRequired && !members.contains { $0.0 == required.name && !$0.1.isNull }
        }
        return given + missing.map { FieldError(member: $0.name, "this member is required") }
    }

    private static func unknown(_ name: String, among names: [String]) -> FieldError {
        let known = names.isEmpty ? "this request has no members" : "known are \(names.joined(separator: ", "))"
        return FieldError(
            member: name,
            "this member is not known; \(known)",
            suggestion: Spelling.nearest(to: name, among: names)
        )
    }

    /// Null is the same as leaving a member out.
    private func mistake(in value: JSONValue) -> FieldError? {
        value.isNull ? nil : reason(against: value).map { FieldError(member: name, $0) }
    }

    private func reason(against value: JSONValue) -> String? {
        switch (kind, value) {
        case (.flag, .bool): nil
        case (.flag, _): "true or false is needed"
        case (.number(let range), .integer(let number)) where range.contains(Int(clamping: number)): nil
        case (.number(let range), _): "a whole number from \(range.lowerBound) to \(range.upperBound) is needed"
        case (.object, .object): nil
        case (.object, _): "an object is needed"
        case (.text(let reason), .string(let text)): reason(text)
        case (.text, _): "a text is needed"
        case (.texts(let count), .array(let texts)): reason(against: texts, count)
        case (.texts, _): "a list of texts is needed"
        }
    }

    private func reason(against texts: [JSONValue], _ count: ClosedRange<Int>) -> String? {
        guard count.contains(texts.count) else {
            return "from \(count.lowerBound) to \(count.upperBound) texts are needed"
        }
        return texts.lazy.compactMap { text in
            text.stringValue.map { Self.reason(against: $0, upTo: 1000) } ?? "each of the list must be a text"
        }.first
    }

    private static func reason(against text: String, upTo length: Int) -> String? {
        if text.isEmpty { return "it must not be empty" }
        if text.count > length { return "it must have at most \(length) characters" }
        return text.unicodeScalars.contains { $0.properties.generalCategory == .control }
            ? "it must not have control characters" : nil
    }
}
