package import JSON

/// A document that cannot be used as a packument at all.
package struct PackumentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why it cannot be used.
    package enum Cause: Hashable, Sendable {
        /// Not strict JSON, beyond the limits, a name given twice, or a section that is not an object.
        case unreadable(JSONError)
        /// No `name`.
        case nameless
        /// A `name` that no package can have, or another package's.
        case foreignName(String)
    }

    /// Why it cannot be used.
    package let cause: Cause
    /// The package it was expected to describe, if one was.
    package let package: PackageName?

    package init(_ cause: Cause, package: PackageName?) {
        self.cause = cause
        self.package = package
    }

    /// A stable word for programs.
    package var code: String {
        switch cause {
        case .unreadable(let error) where error.reason == .duplicateKey: "duplicate_member"
        case .unreadable: "unreadable_packument"
        case .nameless: "nameless_packument"
        case .foreignName: "foreign_packument"
        }
    }

    /// One sentence that names the package, the cause and the cure.
    package var description: String {
        "packument\(package.map { " of \($0)" } ?? "") cannot be used: \(reason); fetch it again from the registry it came from"
    }

    /// The cause, as a sentence of its own.
    var reason: String {
        switch cause {
        case .unreadable(let error): "\(error)"
        case .nameless: "it has no name"
        case .foreignName(let name): "it names \(JSONValue.string(name).text)"
        }
    }
}

extension JSONValue {
    /// The document as text, quoted and escaped, so that hostile names print safely.
    fileprivate var text: String { String(decoding: encoded(), as: UTF8.self) }
}
