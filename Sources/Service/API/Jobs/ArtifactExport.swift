import JSON
package import Jobs
package import Requests

/// Writes an artifact to a mounted disk and reads back what it wrote.
package struct ArtifactExport: JobArguments {
    package static let type = "artifact-export"
    package static let changes: [Jobs.JobEvent.Collection] = [.artifacts]
    /// How long parts may be, in bytes: what three digits can count, and no less than a megabyte.
    package static let partSizes = (1 << 20)...(1 << 43)
    package static let members: [RequestMember] = [
        .text("artifact").required, .path("folder").required, .number("split_bytes", in: partSizes), .flag("dry_run"),
    ]

    /// The id of the artifact.
    package var artifact: String
    /// Where the disk is mounted, or a folder on it.
    package var folder: String
    /// How long a file may be, in bytes; without it as long as the disk allows.
    package var splitBytes: Int?
    /// Whether only to say what would be written.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case artifact, folder
        case splitBytes = "split_bytes"
        case dryRun = "dry_run"
    }

    /// Writes one artifact into a folder.
    package init(artifact: String, folder: String, splitBytes: Int? = nil, dryRun: Bool? = nil) {
        self.artifact = artifact
        self.folder = folder
        self.splitBytes = splitBytes
        self.dryRun = dryRun
    }

    /// What lies on the disk now.
    package struct Outcome: JobOutcome {
        /// Whether nothing was written, because that was asked for.
        package let dryRun: Bool
        package let artifact: String
        /// Where it lies.
        package let folder: String
        /// The files, in the order in which they are read.
        package let files: [String]
        /// The size of all of it.
        package let bytes: Int64
        /// How much of it was written or, in a dry run, would be; the rest was there and was compared.
        package let written: Int64
        /// The digest of the whole.
        package let sha512: String

        enum CodingKeys: String, CodingKey {
            case artifact, folder, files, bytes, written, sha512
            case dryRun = "dry_run"
        }

        /// Says what lies where.
        package init(
            artifact: String,
            folder: String,
            files: [String],
            bytes: Int64,
            written: Int64,
            sha512: String,
            dryRun: Bool
        ) {
            self.dryRun = dryRun
            self.artifact = artifact
            self.folder = folder
            self.files = files
            self.bytes = bytes
            self.written = written
            self.sha512 = sha512
        }
    }
}
