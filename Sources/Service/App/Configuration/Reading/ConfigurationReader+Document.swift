import Npm
import Posix
import YAML

extension ConfigurationReader {
    /// Reads the whole file.
    ///
    /// What is wrong is noted, and something else stands in its place until the end.
    mutating func configuration(from root: YAMLNode, hostName: String) -> Configuration {
        let top = section(root, at: "", .root)
        let configuration = Configuration(
            site: site(section(top["site"], at: "site", .site), hostName: hostName),
            listen: value(.listen, top, default: .loopback(port: 8470)),
            paths: paths(section(top["paths"], at: "paths", .paths)),
            hosts: list(.hosts, top),
            authentication: value(.authentication, section(top["auth"], at: "auth", .authentication), default: .none),
            limits: limits(section(top["limits"], at: "limits", .limits)),
            retention: retention(section(top["retention"], at: "retention", .retention)),
            repositories: repositories(top["repositories"])
        )
        refusePlaces(of: configuration)
        return configuration
    }

    private mutating func site(_ section: ConfigurationSection, hostName: String) -> Configuration.Site {
        Configuration.Site(
            role: value(.siteRole, section, default: .online),
            name: value(.siteName, section, default: SiteName(hostName: hostName))
        )
    }

    private mutating func paths(_ section: ConfigurationSection) -> Configuration.Paths {
        Configuration.Paths(
            state: path(.state, section, default: "state"),
            artifacts: path(.artifacts, section, default: "artifacts"),
            snapshots: path(.snapshots, section, default: "snapshots"),
            publicFiles: path(.publicFiles, section, default: "Public")
        )
    }

    private mutating func limits(_ section: ConfigurationSection) -> Configuration.Limits {
        Configuration.Limits(threads: value(.threads, section, default: .two))
    }

    private mutating func retention(_ section: ConfigurationSection) -> Configuration.Retention {
        Configuration.Retention(
            jobs: value(.jobRetention, section, default: .seconds(180 * 86_400)),
            staging: value(.stagingRetention, section, default: .seconds(7 * 86_400))
        )
    }

    private mutating func repositories(_ node: YAMLNode?) -> [RepositoryConfiguration] {
        let count = problems.count
        let repositories = entries(of: node, at: "repositories").compactMap { repository($0) }
        if repositories.isEmpty, problems.count == count {
            let suggestion = "Write `repositories: { npm: { type: npm, storage: ./storage } }`"
            report(node?.origin ?? .builtIn, "repositories names none", suggestion: suggestion)
        }
        return repositories
    }

    private mutating func repository(_ entry: YAMLEntry) -> RepositoryConfiguration? {
        let origin = ConfigurationOrigin.file(line: entry.position.line, column: entry.position.column)
        let path = "repositories.\(entry.key)"
        let name: RepositoryName? = parse(entry.key, "repositories", origin)
        let section = section(entry.value, at: path, .repository)
        let refresh = self.section(section["refresh"], at: "\(path).refresh", .refresh)
        let carry = self.section(section["carry"], at: "\(path).carry", .carry)
        requireKey("type", section, origin, suggestion: "Write type: npm")
        requireKey("storage", section, origin, suggestion: "Name the folder of the tree, such as storage: ./storage")
        let type: RepositoryType? = value("type", section)
        let storage = self.path("storage", section)
        let verdaccio = self.path("verdaccio_config", section)
        let platforms: [Platform] = list("platforms", refresh) ?? Platform.standard
        let excluded: [PackagePattern] = list("exclude", carry) ?? []
        guard let name, let type, let storage else { return nil }
        return RepositoryConfiguration(
            name: name,
            type: type,
            storage: storage,
            verdaccioConfiguration: verdaccio,
            platforms: platforms,
            excluded: excluded
        )
    }

    private mutating func requireKey(
        _ key: String,
        _ section: ConfigurationSection,
        _ origin: ConfigurationOrigin,
        suggestion: String
    ) {
        guard section[key] == nil else { return }
        report(origin, "\(section.path)\(key) is missing", suggestion: suggestion)
    }
}
