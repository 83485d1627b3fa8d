import Globs
import Posix
package import Reporting
package import Transfer
package import Trees

/// npm packages in Verdaccio's layout: `type: npm` (docs/formats/storage.md).
package struct NpmEcosystem: Ecosystem {
    package init() {}

    package var rules: any ContentRules { NpmRules() }

    package var findingKinds: [FindingKind] { NpmFinding.allCases.map(\.kind) }

    /// What the kind says, of the file.
    package func cure(of finding: Finding) -> String? {
        NpmFinding(finding)?.otherCure.map { "\(finding.shownPath) \($0)." }
    }

    /// Packuments are made offline-ready, and those that travel are kept from changing.
    package var captureSteps: [Step] { [.render, .pin] }

    /// The storage, its layout, what its packuments are made for, and what stays at home.
    package var settings: [TreeSetting] {
        [
            TreeSetting("storage", .path, advice: "Name the folder of the tree, such as storage: ./storage"),
            TreeSetting("verdaccio_config", .path),
            TreeSetting("registry", .address("http://127.0.0.1:4873")),
            TreeSetting("registry_auth", .secret),
            TreeSetting("upstream", .address("http://127.0.0.1:4873")),
            TreeSetting("upstream_auth", .secret),
            TreeSetting("ca", .path),
            TreeSetting("refresh.platforms", .list(default: ["linux-x64-glibc"], limit: 64, check: Self.platform)),
            TreeSetting("refresh.versions", .choice(RefreshVersions.allCases.map(\.rawValue), default: "latest")),
            TreeSetting("refresh.dependencies", .flag(default: true)),
            TreeSetting("refresh.concurrency", .number(RefreshRequest.concurrency, default: 16)),
            TreeSetting("refresh.runner", .choice(["native"] + ClientKind.allCases.map(\.rawValue), default: "native")),
            TreeSetting("refresh.include", .list(default: [], limit: 1000, check: Self.included)),
            TreeSetting("carry.exclude", .list(default: [], limit: 1000, check: Self.pattern)),
        ]
    }

    /// Written as Node names it: `linux-x64-glibc`, `linux-arm64-musl`, `win32-x64`, `darwin-arm64`.
    private static func platform(_ text: String) throws(SettingProblem) {
        guard Platform(parsing: text) == nil else { return }
        let isLinux = text.hasPrefix("linux-") && Platform(parsing: "\(text)-glibc") != nil
        throw SettingProblem(
            "is not a platform such as linux-x64-glibc or win32-x64",
            replacement: isLinux ? "\(text)-glibc" : nil
        )
    }

    /// What nothing names and is wanted all the same: `node-gyp`, `typescript@^5`.
    private static func included(_ text: String) throws(SettingProblem) {
        guard PackageRequest(text) == nil else { return }
        throw SettingProblem("is no package such as node-gyp or typescript@^5")
    }

    /// Written as in Verdaccio's `packages:`: `@private/*`, `plant-*`.
    private static func pattern(_ text: String) throws(SettingProblem) {
        do {
            _ = try PackagePattern(text)
        } catch {
            throw SettingProblem(error.reason)
        }
        // A scope alone is no package: the pattern would keep nothing back, and nobody would notice.
        guard !text.hasPrefix("@") || text.contains("/") else {
            throw SettingProblem("names a scope but no package", replacement: "\(text)/*")
        }
    }

    /// Opens the storage, and reads Verdaccio's configuration if one is named.
    package func open(_ repository: TreeSettings, in context: TreeContext) throws -> any Tree {
        try NpmTree(repository, in: context)
    }

    package func catalog(of repository: TreeSettings, in context: TreeContext) -> any Catalog {
        StorageCatalog(NpmIndex(database: context.database, repository: repository.repository), context.lists)
    }

    package func routes(
        over repositories: [TreeSettings],
        in context: TreeContext,
        for host: TreeHost
    ) -> (any TreeRoutes)? { NpmRoutes(repositories, in: context, for: host) }
}
