package import JSON

/// What was wrong with a failed job, in the members of RFC 9457 that do not depend on HTTP.
package struct JobProblem: Sendable, Equatable {
    /// Tells cases apart: `no-space`, `timeout`.
    package let code: String
    /// What kind of thing went wrong; the same for every problem of that code.
    package let title: String
    /// What went wrong this time, naming the thing and the cause.
    package let detail: String
    /// The next step, as a sentence.
    package let hint: String?

    /// Describes a problem.
    package init(code: String, title: String, detail: String, hint: String? = nil) {
        self.code = code
        self.title = title
        self.detail = detail
        self.hint = hint
    }

    /// Says of any error what it says of itself; one that says nothing is `internal`.
    package init(_ error: any Error) {
        if let known = error as? any ProblemConvertible {
            self = known.problem
        } else {
            self.init(code: "internal", title: "The job failed", detail: "\(error)")
        }
    }

    /// As an object; `hint` is there only if there is one.
    package var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("code", .string(code)), ("title", .string(title)), ("detail", .string(detail)),
        ]
        if let hint { members.append(("hint", .string(hint))) }
        return .object(members)
    }

    /// Reads what `json` gave; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let code = json["code"]?.stringValue, let title = json["title"]?.stringValue,
            let detail = json["detail"]?.stringValue
        else { return nil }
        self.init(code: code, title: title, detail: detail, hint: json["hint"]?.stringValue)
    }
}

/// An error that can say what it is to whoever asked for the job.
package protocol ProblemConvertible: Error {
    /// The error as a problem.
    var problem: JobProblem { get }
}

/// An error that may pass by itself.
package protocol TransientError: Error {
    /// Whether another attempt may go well.
    var isTransient: Bool { get }
}
