import JSON

/// How the parts of a job are written into its row.
enum JobJSON {
    static func text(_ value: JSONValue) -> String { String(decoding: value.encoded(), as: UTF8.self) }

    static func value(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    static func counters(_ counters: [String: Int64]) -> JSONValue {
        .object(counters.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
    }

    static func counters(_ value: JSONValue) -> [String: Int64] {
        let members = (value.objectValue ?? []).compactMap { name, value in value.integerValue.map { (name, $0) } }
        return Dictionary(members) { $1 }
    }
}

extension JobProgress {
    var json: JSONValue {
        [
            "percent": percent.map { .number($0) } ?? .null,
            "eta_seconds": etaSeconds.map { .integer($0) } ?? .null,
            "steps": .array(steps.map(\.json)),
        ]
    }

    init(json: JSONValue) {
        self.init(
            percent: json["percent"]?.numberValue,
            etaSeconds: json["eta_seconds"]?.integerValue,
            steps: (json["steps"]?.arrayValue ?? []).compactMap(JobStep.init(json:))
        )
    }
}

extension JobStep {
    var json: JSONValue {
        [
            "name": .string(name), "state": .string(state.rawValue), "done": .integer(done),
            "total": total.map { .integer($0) } ?? .null, "unit": .string(unit),
        ]
    }

    init?(json: JSONValue) {
        guard let name = json["name"]?.stringValue,
            let state = json["state"]?.stringValue.flatMap(JobStepState.init(rawValue:)),
            let done = json["done"]?.integerValue,
            let unit = json["unit"]?.stringValue
        else { return nil }
        self.init(name: name, state: state, done: done, total: json["total"]?.integerValue, unit: unit)
    }
}

extension JobProblem {
    var json: JSONValue {
        [
            "code": .string(code), "title": .string(title), "detail": .string(detail),
            "hint": hint.map { .string($0) } ?? .null,
        ]
    }

    init?(json: JSONValue) {
        guard let code = json["code"]?.stringValue, let title = json["title"]?.stringValue,
            let detail = json["detail"]?.stringValue
        else { return nil }
        self.init(code: code, title: title, detail: detail, hint: json["hint"]?.stringValue)
    }
}
