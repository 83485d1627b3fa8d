import JSON
package import Jobs
package import Requests
package import Transfer

/// Applies an import that waits, or verifies an archive and applies it in one go.
package struct ImportApply: JobArguments {
    package static let type = "import-apply"
    package static let side = JobSide.offline
    package static let changes: [Jobs.JobEvent.Collection] = [.imports, .packages, .findings, .storage]
    package static let members: [RequestMember] = [
        .text("import"), .path("path"), .flag("allow_missing"), .flag("adopt_source"),
        .flag("allow_unsigned"), .flag("delete"), .flag("unpacked"), .flag("register_packages"), .flag("dry_run"),
    ]

    /// The id of an import that waits.
    package var `import`: String?
    /// Where an archive, or a folder of its members, lies on this machine.
    package var path: String?
    /// Whether to go on although files that the archive relies on are not here.
    package var allowMissing: Bool?
    /// Whether to take what this source says of packages that are here, though it cuts their documents down.
    package var adoptSource: Bool?
    /// Whether to take what no trusted key signed, where one is needed.
    package var allowUnsigned: Bool?
    /// Whether what the source no longer has goes here too, if it is as the source brought it.
    package var delete: Bool?
    /// Whether it was unpacked by hand over the storage, so that what that put aside is to be listed again.
    package var unpacked: Bool?
    /// Whether the registry that serves the tree is to list on its page what archives brought.
    package var registerPackages: Bool?
    /// Whether only to say what would be done.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case `import`, path, delete, unpacked
        case allowMissing = "allow_missing"
        case adoptSource = "adopt_source"
        case allowUnsigned = "allow_unsigned"
        case registerPackages = "register_packages"
        case dryRun = "dry_run"
    }

    /// Applies what waits under that id.
    package init(import id: String) { `import` = id }

    /// Applies what lies there.
    package init(path: String) { self.path = path }

    package var contradictions: [FieldError] {
        guard (`import` == nil) == (path == nil) else { return [] }
        return [FieldError(member: "import", "either an import that waits or the path of an archive is needed")]
    }

    /// What was done to the tree.
    package typealias Outcome = ImportOutcome
}

extension ImportOutcome: JobOutcome {}
