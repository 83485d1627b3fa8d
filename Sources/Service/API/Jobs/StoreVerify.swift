package import Jobs
package import Requests
package import Transfer

/// Reads every content of the store again.
package struct StoreVerify: JobArguments {
    package static let type = "store-verify"
    package static let isOfRepository = false
    package static let changes: [Jobs.JobEvent.Collection] = [.storage]
    package static let members: [RequestMember] = [.flag("dry_run")]

    /// Whether only to say what is broken, and leave it where it is.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case dryRun = "dry_run"
    }

    /// Reads all of them.
    package init(dryRun: Bool? = nil) { self.dryRun = dryRun }

    /// A file that was not what it is called.
    package struct Broken: Codable, Hashable, Sendable {
        /// What it is called: 64 hexadecimal digits.
        package let sha256: String
        /// Bytes that it has.
        package let bytes: Int64
        /// The names that lead to it, as `repository path`.
        package let published: [String]
        /// What is wrong with it and what became of it, as a sentence.
        package let detail: String

        package init(sha256: String, bytes: Int64, published: [String], detail: String) {
            self.sha256 = sha256
            self.bytes = bytes
            self.published = published
            self.detail = detail
        }
    }

    /// What was found.
    package struct Outcome: JobOutcome {
        /// Whether nothing was moved, because it was only tried.
        package let isDryRun: Bool
        /// Files that were read.
        package let files: Int
        /// Their bytes.
        package let bytes: Int64
        /// What was put into quarantine, or would be.
        package let broken: Excerpt<Broken>
        /// The SHA-256 of contents that were known and are gone.
        package let missing: Excerpt<String>

        /// Whether something has to be fetched again.
        package var isPartial: Bool { broken.count > 0 || missing.count > 0 }

        enum CodingKeys: String, CodingKey {
            case files, bytes, broken, missing
            case isDryRun = "dry_run"
        }

        /// Takes the first of what was found.
        package init(isDryRun: Bool, files: Int, bytes: Int64, broken: [Broken], missing: [String]) {
            self.isDryRun = isDryRun
            self.files = files
            self.bytes = bytes
            self.broken = Excerpt(of: broken)
            self.missing = Excerpt(of: missing)
        }
    }
}
