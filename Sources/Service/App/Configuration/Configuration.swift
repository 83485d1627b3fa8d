package import Jobs
package import Logging
package import Posix
package import Transfer
package import Trees

/// Everything an operator can set, checked: what `packferry.yaml`, the environment and flags say together.
///
/// Where each value came from is in `EffectiveConfiguration`, which reads it.
package struct Configuration: Sendable, Equatable {
    package var site: Site
    /// Where the service listens; port 0 lets the system choose one.
    package var listen: SocketAddress
    /// The folders in which Packferry keeps its own files.
    package var paths: Paths
    /// Further names that browsers may use for this service; its addresses, its own name and `localhost` always may.
    package var hosts: [HostName]
    /// What clients call the service, where something stands in front of it; `nil` where they reach it itself.
    package var publicURL: PublicURL?
    /// Who may say by which scheme a client came.
    package var proxies: [ProxyAddress]
    /// Who may use the service.
    package var authentication: AuthenticationMode
    /// How much of the machine it takes.
    package var limits: Limits
    /// How long things are kept.
    package var retention: Retention
    /// The least level of what the service logs.
    package var logLevel: LogLevel
    /// The trees that it carries, in the order of the file; never empty.
    package var repositories: [RepositoryConfiguration]
    /// What starts jobs by the clock, in the order of the file.
    package var schedules: [ScheduleDefinition]

    /// One installation.
    package struct Site: Sendable, Equatable {
        /// On which side of the gap it stands.
        package var role: SiteRole
        /// What receipts and inventories call it.
        package var name: SiteName
    }

    /// Folders, each made when it is first needed.
    package struct Paths: Sendable, Equatable {
        /// The database, job logs and the lock of the service.
        package var state: AbsolutePath
        /// Built archives.
        package var artifacts: AbsolutePath
        /// Frozen trees.
        package var snapshots: AbsolutePath
        /// The contents of mirrored repositories, each once.
        package var data: AbsolutePath
        /// The files of the dashboard, where others than those of the program are served.
        package var publicFiles: AbsolutePath?

        /// The file in which the state is kept.
        package var database: AbsolutePath { state.appending("data.sqlite") }
    }

    /// How much of the machine Packferry takes.
    package struct Limits: Sendable, Equatable {
        /// Threads that hash and compress.
        package var threads: ThreadCount
        /// What is fetched from registries, all of it together; `nil` without a bound.
        package var downloadRate: DataRate?
        /// Archives that are received for one repository at once.
        package var uploads: ArchiveCount
        /// Imports of one repository that wait at once.
        package var staged: ArchiveCount
        /// Bytes of the archives that are received for one repository or wait there; `nil` where only the disk counts.
        package var stagedSize: ByteAmount?

        /// The last three as staging takes them.
        package var staging: StagingBounds {
            StagingBounds(uploads: uploads.count, waiting: staged.count, bytes: stagedSize?.bytes)
        }
    }

    /// How long things are kept that nobody needs any more.
    package struct Retention: Sendable, Equatable {
        /// Jobs that have ended, with their logs.
        package var jobs: Duration
        /// Imports that were staged and never applied.
        package var staging: Duration
        /// The bytes that broken files had before they were mended.
        package var quarantine: Duration
        /// The logs of jobs that have ended; the jobs themselves may be kept for longer.
        package var logs: Duration
        /// What the last import replaced.
        package var undo: Duration
        /// How many of the newest artifacts of a repository are kept.
        package var artifacts: KeptCount
        /// How many of the newest snapshots of a repository are kept.
        package var snapshots: KeptCount
        /// What of each file system stays free.
        package var reserve: SpaceReserve
    }
}

extension Configuration {
    /// What is allowed but should be known, as sentences.
    package var warnings: [String] {
        guard authentication == .none, !listen.isLoopback else { return [] }
        return [
            "\(listen) can be reached from other machines, and nobody has to log in (auth.mode: none): whoever is on that "
                + "network can build, apply, roll back and delete archives, trust keys, and read all that is here. Put a proxy "
                + "with a login in front of it, have a firewall let in whom you mean, or set listen to 127.0.0.1:\(listen.port) "
                + "and come by `ssh -L \(listen.port):127.0.0.1:\(listen.port)`."
        ]
    }
}

/// One tree of package files, as `repositories.<name>` sets it.
package struct RepositoryConfiguration: Sendable, Equatable {
    /// Its name in commands, routes and archives.
    package let name: RepositoryName
    /// What kind of tree it is.
    package let ecosystem: any Ecosystem
    /// What its ecosystem wants to know.
    package let settings: TreeSettings

    /// The word for its kind: `npm`.
    package var type: String { ecosystem.type }
    /// The folder of the tree.
    package var storage: AbsolutePath { settings.root }

    /// The path of one of its keys in the configuration.
    func path(of key: String) -> String { "repositories.\(name).\(key)" }
    /// The path of the key that names the folder.
    var storagePath: String { path(of: ecosystem.rootKey) }

    package static func == (left: RepositoryConfiguration, right: RepositoryConfiguration) -> Bool {
        left.name == right.name && left.type == right.type && left.settings == right.settings
    }
}

extension Ecosystem {
    /// The key that names the folder of a tree: the first one.
    var rootKey: String { settings.first?.key ?? "path" }
}
