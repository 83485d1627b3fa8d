import JSON
package import Jobs
package import Requests
package import Transfer

/// Takes back the import that was applied last.
package struct ImportRollback: JobArguments {
    package static let type = "import-rollback"
    package static let side = JobSide.offline
    package static let changes: [Jobs.JobEvent.Collection] = [.imports, .packages, .findings, .storage]
    package static let members: [RequestMember] = [.text("import").required, .flag("dry_run")]

    /// The id of the import.
    package var `import`: String
    /// Whether only to say what would be done.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case `import`
        case dryRun = "dry_run"
    }

    /// Takes back the import of that id.
    package init(import id: String, dryRun: Bool? = nil) {
        `import` = id
        self.dryRun = dryRun
    }

    /// What was done to the tree.
    package typealias Outcome = RollbackOutcome
}

extension RollbackOutcome: JobOutcome {}
