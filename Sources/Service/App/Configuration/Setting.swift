/// A key that the environment and flags can set too, not only the file.
///
/// Its variable is `PACKFERRY_` with the key in capitals, dots as `_` and `paths.` left out: `PACKFERRY_LISTEN`,
/// `PACKFERRY_STATE`, `PACKFERRY_SITE_NAME`, `PACKFERRY_LIMITS_CPU`; its flag is written alike: `--listen`, `--state`,
/// `--site-name`. A list is separated by commas. An empty variable counts as unset. Paths given so are relative to the
/// current folder, those in the file to the folder of the file. `PACKFERRY_CONFIG` (`--config`) names the file itself;
/// without it the first of `ConfigurationPlaces` is read.
package enum Setting: String, Sendable, CaseIterable {
    /// `online`, `offline` or `both`.
    case siteRole = "site.role"
    /// What receipts call this installation.
    case siteName = "site.name"
    /// Address and port of the service.
    case listen
    /// The folder of the database, logs and the lock.
    case state = "paths.state"
    /// The folder of built archives.
    case artifacts = "paths.artifacts"
    /// The folder of frozen trees.
    case snapshots = "paths.snapshots"
    /// The folder of the contents of mirrored repositories.
    case data = "paths.data"
    /// The folder of the dashboard.
    case publicFiles = "paths.public"
    /// Further names of the service.
    case hosts
    /// What clients call the service.
    case publicURL = "public_url"
    /// The proxies that are believed.
    case proxies
    /// Who may use the service.
    case authentication = "auth.mode"
    /// Threads that hash and compress.
    case threads = "limits.cpu"
    /// Bytes a second that are fetched at most.
    case downloadRate = "limits.download"
    /// Archives that are received at once.
    case uploads = "limits.uploads"
    /// Imports of one repository that wait.
    case staged = "limits.staged"
    /// Bytes of archives that are received or wait.
    case stagedSize = "limits.staged_size"
    /// How long ended jobs are kept.
    case jobRetention = "retention.jobs"
    /// How long staged imports are kept.
    case stagingRetention = "retention.staging"
    /// How long the bytes of broken files are kept once they were mended.
    case quarantineRetention = "retention.quarantine"
    /// How long the logs of ended jobs are kept.
    case logRetention = "retention.logs"
    /// How long what the last import replaced is kept.
    case undoRetention = "retention.undo"
    /// How many artifacts of a repository are kept.
    case artifactRetention = "retention.artifacts"
    /// How many snapshots of a repository are kept.
    case snapshotRetention = "retention.snapshots"
    /// What of each file system stays free.
    case reserve = "retention.reserve"
    /// The least level of what the service logs.
    case logLevel = "log.level"

    /// The key in the file, with dots.
    package var key: String { rawValue }

    /// The name of its environment variable.
    package var variable: String { "PACKFERRY_" + words.joined(separator: "_").uppercased() }

    /// The name of its flag, with two dashes.
    package var flag: String { "--" + words.joined(separator: "-").replacing("_", with: "-") }

    private var words: [Substring] {
        let words = key.split(separator: ".")
        return words.first == "paths" ? Array(words.dropFirst()) : words
    }
}
