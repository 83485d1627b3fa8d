import JSON
package import Jobs
package import Requests

/// Verifies an archive, or a folder of its members, and puts it beside the tree, ready to be applied.
package struct ImportStage: JobArguments {
    package static let type = "import-stage"
    package static let side = JobSide.offline
    package static let changes: [Jobs.JobEvent.Collection] = [.imports]
    package static let members: [RequestMember] = [.path("path").required, .flag("allow_unsigned")]

    /// Where it lies on this machine.
    package var path: String
    /// Whether to take what no trusted key signed, where one is needed.
    package var allowUnsigned: Bool?

    enum CodingKeys: String, CodingKey {
        case path
        case allowUnsigned = "allow_unsigned"
    }

    /// Stages what lies there.
    package init(path: String, allowUnsigned: Bool? = nil) {
        self.path = path
        self.allowUnsigned = allowUnsigned
    }

    /// What was staged.
    package struct Outcome: JobOutcome {
        /// The id of the import.
        package let `import`: String

        /// Names it.
        package init(import: String) { self.import = `import` }
    }
}
