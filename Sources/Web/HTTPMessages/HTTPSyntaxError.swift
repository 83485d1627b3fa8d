/// A piece of an HTTP message that does not follow its grammar.
package struct HTTPSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being read.
    package enum Subject: String, Sendable {
        case target = "request target"
        case path
        case query
    }

    /// What could not be read.
    package let subject: Subject
    /// What is wrong with it, as the end of a sentence.
    package let reason: String

    package init(_ subject: Subject, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// One line: `the path has a .. segment`.
    package var description: String { "the \(subject.rawValue) \(reason)" }
}
