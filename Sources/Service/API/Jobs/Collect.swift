import JSON
import Jobs
package import Requests

/// Reads a storage again, as far as it changed.
package struct Collect: JobArguments {
    package static let type = "collect"
    package static let members: [RequestMember] = [.flag("deep")]

    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?

    /// Reads what changed.
    package init() {}

    /// What a collect found.
    package struct Outcome: JobOutcome {
        /// Packages in the storage.
        package let packages: Int
        /// Files in the storage.
        package let files: Int
        /// Packages that were read because they changed.
        package let packagesRead: Int
        /// Open findings.
        package let findings: Int

        enum CodingKeys: String, CodingKey {
            case packages, files, findings
            case packagesRead = "packages_read"
        }

        /// Counts what was found.
        package init(packages: Int, files: Int, packagesRead: Int, findings: Int) {
            self.packages = packages
            self.files = files
            self.packagesRead = packagesRead
            self.findings = findings
        }
    }
}
