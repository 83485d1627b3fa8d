import Logging
import Posix
import Transfer
import YAML

extension ConfigurationReader {
    /// Reads the whole file.
    ///
    /// What is wrong is noted, and something else stands in its place until the end.
    mutating func configuration(from root: YAMLNode, hostName: String) -> Configuration {
        let top = section(root, at: "", .root)
        let site = site(section(top["site"], at: "site", .site), hostName: hostName)
        let repositories = repositories(top["repositories"])
        let configuration = Configuration(
            site: site,
            listen: value(.listen, top, default: .loopback(port: 8470)),
            paths: paths(section(top["paths"], at: "paths", .paths)),
            hosts: list(.hosts, top),
            publicURL: value(.publicURL, top),
            proxies: list(.proxies, top, default: ProxyAddress.ofThisMachine),
            authentication: value(.authentication, section(top["auth"], at: "auth", .authentication), default: .none),
            limits: limits(section(top["limits"], at: "limits", .limits)),
            retention: retention(section(top["retention"], at: "retention", .retention)),
            logLevel: value(.logLevel, section(top["log"], at: "log", .log), default: .info),
            repositories: repositories,
            schedules: schedules(top["schedules"], over: repositories, on: site.role)
        )
        refusePlaces(of: configuration)
        return configuration
    }

    private mutating func site(_ section: ConfigurationSection, hostName: String) -> Configuration.Site {
        Configuration.Site(
            role: value(.siteRole, section, default: .both),
            name: value(.siteName, section, default: SiteName(hostName: hostName))
        )
    }

    private mutating func paths(_ section: ConfigurationSection) -> Configuration.Paths {
        Configuration.Paths(
            state: path(.state, section, default: "state"),
            artifacts: path(.artifacts, section, default: "artifacts"),
            snapshots: path(.snapshots, section, default: "snapshots"),
            data: path(.data, section, default: "data"),
            publicFiles: path(.publicFiles, section)
        )
    }

    private mutating func limits(_ section: ConfigurationSection) -> Configuration.Limits {
        Configuration.Limits(
            threads: value(.threads, section, default: .two),
            downloadRate: value(.downloadRate, section),
            uploads: value(.uploads, section, default: .uploads),
            staged: value(.staged, section, default: .staged),
            stagedSize: value(.stagedSize, section)
        )
    }

    private mutating func retention(_ section: ConfigurationSection) -> Configuration.Retention {
        Configuration.Retention(
            jobs: value(.jobRetention, section, default: .seconds(180 * 86_400)),
            staging: value(.stagingRetention, section, default: .seconds(7 * 86_400)),
            quarantine: value(.quarantineRetention, section, default: .seconds(90 * 86_400)),
            logs: value(.logRetention, section, default: .seconds(180 * 86_400)),
            undo: value(.undoRetention, section, default: .seconds(365 * 86_400)),
            artifacts: value(.artifactRetention, section, default: .tenArtifacts),
            snapshots: value(.snapshotRetention, section, default: .fiftySnapshots),
            reserve: value(.reserve, section, default: .percent(5))
        )
    }
}
