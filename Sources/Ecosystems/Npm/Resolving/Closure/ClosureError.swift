import Posix

/// A dependency closure that cannot be followed to its end, because it, or one package in it, is larger than any real
/// one.
package struct ClosureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went beyond its bound, as programs tell it apart.
    package enum Code: String, Sendable {
        /// One packument has too many versions, dependencies or texts.
        case packageTooLarge = "package_too_large"
        /// More packages than a registry that is meant for people has.
        case tooManyPackages = "too_many_packages"
        /// More different dependencies than can be followed.
        case tooManyDependencies = "too_many_dependencies"
        /// More versions wanted than can be fetched.
        case tooManyVersions = "too_many_versions"
    }

    package let code: Code
    /// The package at which it was seen.
    package let subject: String
    /// What is too much, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    private init(_ code: Code, _ subject: String, _ cause: String, hint: String) {
        self.code = code
        self.subject = PathError.printable(subject)
        self.cause = cause
        self.hint = hint
    }

    /// One line that is safe to print.
    package var description: String { "\(subject) \(cause). \(hint)" }

    static func tooLarge(_ package: PackageName, _ cause: String) -> ClosureError {
        ClosureError(
            .packageTooLarge,
            package.string,
            "\(cause), more than any package needs",
            hint: "See what the upstream answers for it; without dependencies it is left alone"
        )
    }

    static func tooMany(_ code: Code, _ what: String, limit: Int, at package: PackageName) -> ClosureError {
        ClosureError(
            code,
            package.string,
            "brought the closure to more than \(limit) \(what)",
            hint: "See what it depends on, or refresh without following dependencies"
        )
    }
}

/// How large a closure may become: several times what the largest storages need, and little enough to hold in memory.
package struct ClosureLimits: Hashable, Sendable {
    package var packages = 200_000
    package var dependencies = 2_000_000
    package var versions = 2_000_000
    /// How many conditions one dependency may have compared with the versions of one package.
    package var comparisons = 20_000_000

    /// The bounds that hold where nobody asks for others.
    package static let standard = ClosureLimits()

    package init() {}
}
