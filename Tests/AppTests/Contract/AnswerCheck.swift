import API
import JSON

/// Compares answers with the schemas of the contract: the words of JSON Schema that it uses, and no others.
struct AnswerCheck {
    private let document: JSONValue

    init() throws { document = try JSONValue(parsing: Contract.document) }

    /// What the document says of a route.
    func operation(_ method: String, _ path: String) -> JSONValue? { document["paths"]?[path]?[method.lowercased()] }

    /// What is wrong with an answer of a route, each with its place; nothing where all of it is as the document says.
    func faults(in value: JSONValue, of method: String, _ path: String, _ status: Int) -> [String] {
        let answer = operation(method, path)?["responses"]?["\(status)"]
        let content = answer?["content"]
        guard let schema = (content?["application/json"] ?? content?["application/health+json"])?["schema"] else {
            return ["\(status) is not told"]
        }
        return faults(in: value, by: schema, at: "#")
    }

    /// `others` are the members that are told elsewhere: of several schemas that hold together, each has its own.
    private func faults(
        in value: JSONValue,
        by schema: JSONValue,
        at place: String,
        besides others: Set<String> = []
    ) -> [String] {
        if let reference = schema["$ref"]?.stringValue {
            return faults(in: value, by: resolved(reference), at: place, besides: others)
        }
        for word in ["oneOf", "anyOf"] {
            guard let choices = schema[word]?.arrayValue else { continue }
            let found = choices.map { faults(in: value, by: $0, at: place) }
            return found.contains([]) ? [] : found.first ?? []
        }
        let parts = schema["allOf"]?.arrayValue ?? []
        let told = parts.reduce(into: others) { $0.formUnion(members(of: $1)) }
        let all = parts.flatMap { faults(in: value, by: $0, at: place, besides: told) }
        guard fits(value, schema) else { return all + ["\(place): \(value) is none of \(schema["type"] ?? .null)"] }
        return all + inner(value, schema, place, besides: others)
    }

    private func fits(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        if let words = schema["enum"]?.arrayValue, !words.contains(value) { return false }
        guard let type = schema["type"] else { return true }
        return (type.arrayValue ?? [type]).contains { name in
            switch (name, value) {
            case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number),
                ("string", .string), ("array", .array), ("object", .object):
                true
            default: false
            }
        }
    }

    private func members(of schema: JSONValue) -> [String] {
        let whole = schema["$ref"]?.stringValue.map(resolved) ?? schema
        return (whole["properties"]?.objectValue ?? []).map(\.0)
    }

    private func inner(
        _ value: JSONValue,
        _ schema: JSONValue,
        _ place: String,
        besides others: Set<String>
    ) -> [String] {
        switch value {
        case .array(let elements):
            return elements.enumerated().flatMap { index, element in
                schema["items"].map { faults(in: element, by: $0, at: "\(place)/\(index)") } ?? []
            }
        case .object(let members):
            let names = members.map(\.0)
            if let most = schema["maxProperties"]?.integerValue, names.count > most { return ["\(place): too much"] }
            let needed = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
            let missing = needed.filter { !names.contains($0) }.map { "\(place)/\($0) is missing" }
            return missing
                + members.filter { !others.contains($0.0) || schema["properties"]?[$0.0] != nil }
                .flatMap { fault(in: $0, of: schema, at: place) }
        default: return []
        }
    }

    /// Where members are told one by one, there are no others.
    private func fault(in member: (String, JSONValue), of schema: JSONValue, at place: String) -> [String] {
        let place = "\(place)/\(member.0)"
        if let own = schema["properties"]?[member.0] { return faults(in: member.1, by: own, at: place) }
        if let any = schema["additionalProperties"] { return faults(in: member.1, by: any, at: place) }
        return schema["required"] == nil ? [] : ["\(place) is not told"]
    }

    private func resolved(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }
}
