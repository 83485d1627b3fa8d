package import JSON
package import Trees

/// What of a lockfile, or of another list of packages, would not install from a repository.
package struct InstallCheck: Codable, Hashable, Sendable {
    /// The repository that was looked into.
    package var repository: String
    /// What the file is: `package-lock.json`.
    package var kind: String
    /// How many packages were looked for.
    package var checked: Int
    /// What is not there as it is asked for; empty when all of it installs.
    package var missing: [MissingPackage]
    /// What no repository serves, and was not looked for.
    package var elsewhere: [PackageElsewhere]
    /// Hosts that the file names and clients would dial.
    package var hosts: [NamedHost]
    /// What is missing, as a file that a refresh takes; null when nothing is.
    @Nullable package var request: JSONValue?
}

/// A package that is not there as it is asked for.
package struct MissingPackage: Codable, Hashable, Sendable {
    /// Its name.
    package var name: String
    /// The version; null where a range asks.
    @Nullable package var version: String?
    /// What was asked for; null where a version is.
    @Nullable package var spec: String?
    /// The name of its file; null where a range asks.
    @Nullable package var file: String?
    /// How it is missing.
    package var state: Trees.InstallCheck.Missing.State
    /// Who asks for it.
    package var askedBy: String

    enum CodingKeys: String, CodingKey {
        case name, version, spec, file, state
        case askedBy = "asked_by"
    }
}

/// A dependency that comes from git, the web or a disk.
package struct PackageElsewhere: Codable, Hashable, Sendable {
    /// Its name.
    package var name: String
    /// What was asked for.
    package var spec: String
    /// Where it comes from, as a clause.
    package var cause: String
}

/// A host that a lockfile names.
package struct NamedHost: Codable, Hashable, Sendable {
    /// Its name, with a port if one is given.
    package var host: String
    /// How many packages it is named for.
    package var packages: Int
    /// What helps, as a sentence.
    package var cure: String
}

extension InstallCheck {
    /// Shows what a tree found.
    package init(_ found: Trees.InstallCheck, in repository: String) {
        self.init(
            repository: repository,
            kind: found.kind,
            checked: found.checked,
            missing: found.missing.map(MissingPackage.init),
            elsewhere: found.elsewhere.map { PackageElsewhere(name: $0.package, spec: $0.spec, cause: $0.cause) },
            hosts: found.hosts.map { NamedHost(host: $0.name, packages: $0.packages, cure: $0.cure) },
            request: found.request
        )
    }
}

extension MissingPackage {
    fileprivate init(_ missing: Trees.InstallCheck.Missing) {
        self.init(
            name: missing.package,
            version: missing.version,
            spec: missing.spec,
            file: missing.file,
            state: missing.state,
            askedBy: missing.asker
        )
    }
}
