package import JSON

/// What of a lockfile, or of another list of packages, would not install from a tree.
package struct InstallCheck: Sendable, Equatable {
    /// One thing that is asked for and not there as it is asked for.
    package struct Missing: Sendable, Equatable {
        /// How it is missing.
        package enum State: String, Codable, Sendable, CaseIterable {
            /// There is no file of this version.
            case missing
            /// There is one, with other bytes than are asked for.
            case different
            /// No version that is here is one that is asked for.
            case unresolved
        }

        package let package: String
        /// The version; `nil` where a range asks.
        package let version: String?
        /// What was asked for, as it was written; `nil` where a version is.
        package let spec: String?
        /// The name of the file; `nil` where a range asks.
        package let file: String?
        package let state: State
        /// Who asks: the file itself, or a package that depends on it.
        package let asker: String

        package init(
            package: String,
            version: String? = nil,
            spec: String? = nil,
            file: String? = nil,
            state: State,
            asker: String
        ) {
            self.package = package
            self.version = version
            self.spec = spec
            self.file = file
            self.state = state
            self.asker = asker
        }
    }

    /// Something that no repository serves, and that was therefore not looked for.
    package struct Elsewhere: Sendable, Equatable {
        package let package: String
        package let spec: String
        /// Where it comes from, as a clause.
        package let cause: String

        package init(package: String, spec: String, cause: String) {
            self.package = package
            self.spec = spec
            self.cause = cause
        }
    }

    /// A host that clients would dial because the file names it.
    package struct Host: Sendable, Equatable {
        package let name: String
        /// How many packages it is named for.
        package let packages: Int
        /// What to do about it, as a sentence.
        package let cure: String

        package init(name: String, packages: Int, cure: String) {
            self.name = name
            self.packages = packages
            self.cure = cure
        }
    }

    /// What the file is, such as `package-lock.json`.
    package let kind: String
    /// How many packages were looked for.
    package let checked: Int
    /// Sorted by package and version.
    package let missing: [Missing]
    package let elsewhere: [Elsewhere]
    package let hosts: [Host]
    /// What is missing as a file that a refresh takes where there is an upstream (docs/formats/request.md); `nil` where
    /// nothing is.
    package let request: JSONValue?

    package init(
        kind: String,
        checked: Int,
        missing: [Missing],
        elsewhere: [Elsewhere],
        hosts: [Host],
        request: JSONValue?
    ) {
        self.kind = kind
        self.checked = checked
        self.missing = missing
        self.elsewhere = elsewhere
        self.hosts = hosts
        self.request = request
    }
}

/// A lockfile, or another list of packages, that cannot be used.
package struct PackageListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why, as programs tell it apart.
    package enum Code: String, Sendable {
        /// It is nothing that lists packages.
        case unknownKind
        /// It is damaged, or says what nothing of its kind says.
        case malformed
        /// It has more bytes or packages than any real one.
        case tooLarge
    }

    package let code: Code
    /// What it was taken for.
    package let subject: String
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    package init(_ code: Code, _ subject: String, _ cause: String, hint: String) {
        self.code = code
        self.subject = subject
        self.cause = cause
        self.hint = hint
    }

    package var description: String { "\(subject) \(cause). \(hint)" }
}
