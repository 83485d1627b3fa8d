import Blobs
import Folders
import HTTPServer
import Mirrors
import Persistence
import Posix
import Time
package import Transfer
package import Trees

/// Copies of APT repositories, with their signatures: `type: apt` (docs/formats/apt.md).
package struct APTEcosystem: Ecosystem {
    package init() {}

    package var rules: any ContentRules { APTRules() }

    package var findingKinds: [FindingKind] { FolderFinding.allCases.map(\.kind) }

    /// What lies in a mirror's tree and is none of it is moved away.
    package func cure(of finding: Finding) -> String? {
        "Move it away, or let this user read it; the next sync brings back what upstream has."
    }

    package var settings: [TreeSetting] {
        MirrorSettings.keys(example: "http://deb.debian.org/debian") + [
            TreeSetting("suites", .list(default: [], limit: 64, check: Self.suite)),
            TreeSetting("components", .list(default: [], limit: 64, check: Self.word)),
            TreeSetting("architectures", .list(default: [], limit: 64, check: Self.word)),
            TreeSetting("languages", .list(default: ["en"], limit: 64, check: Self.word)),
            TreeSetting("sources", .flag(default: false)),
            TreeSetting("contents", .flag(default: false)),
            TreeSetting("installer", .flag(default: false)),
            TreeSetting("catalogs", .flag(default: false)),
            TreeSetting("keyring", .path),
            TreeSetting("fingerprints", .list(default: [], limit: 64, check: Self.fingerprint)),
            TreeSetting("unsigned", .flag(default: false)),
        ]
    }

    private static func suite(_ text: String) throws(SettingProblem) {
        guard !text.isEmpty, (try? APTSuite(text)) != nil else {
            throw SettingProblem("is no suite such as bookworm, nor a folder such as ./")
        }
    }

    private static func word(_ text: String) throws(SettingProblem) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }
        guard !text.isEmpty, isPlain else { throw SettingProblem("is not one word") }
    }

    private static func fingerprint(_ text: String) throws(SettingProblem) {
        let digits = text.filter { $0 != " " }
        guard [40, 64].contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit) else {
            throw SettingProblem("is no fingerprint of 40 hexadecimal digits")
        }
    }

    package func open(_ repository: TreeSettings, in context: TreeContext) throws -> any Tree {
        var tree = FolderTree(
            FolderCollector(
                root: try repository.openRoot(key: "path"),
                selection: Selection(),
                rules: APTRules(),
                repository: repository.repository,
                database: context.database,
                width: context.threads,
                clock: context.clock
            ),
            context
        )
        tree.syncing = try Mirror(tree, repository, in: context) { settings in
            try APTSource(
                suites: repository.list("suites").map { try APTSuite($0) },
                choice: IndexChoice(repository),
                signatures: repository.signatures(),
                clock: context.clock,
                width: settings.concurrency
            )
        }
        return tree
    }

    package func mirror(of repository: TreeSettings, in context: TreeContext) async throws -> MirrorStatus? {
        try await Mirror.status(of: repository, in: context, clients: APTSourceLines(repository).lines)
    }

    package func catalog(of repository: TreeSettings, in context: TreeContext) -> any Catalog {
        FolderCatalog(
            database: context.database,
            repository: repository.repository,
            memory: context.lists,
            hasVersions: true
        )
    }

    package func routes(
        over repositories: [TreeSettings],
        in context: TreeContext,
        for host: TreeHost
    ) -> (any TreeRoutes)? { PublishedTrees(repositories, for: host) }
}

extension IndexChoice {
    /// What the configuration selects.
    fileprivate init(_ settings: TreeSettings) {
        self.init(
            components: settings.list("components"),
            architectures: settings.list("architectures"),
            sources: settings.text("sources") == "true",
            languages: settings.list("languages"),
            contents: settings.text("contents") == "true",
            installer: settings.text("installer") == "true",
            catalogs: settings.text("catalogs") == "true"
        )
    }
}

extension TreeSettings {
    /// By which keys signatures are judged; `nil` where unsigned repositories are taken.
    ///
    /// Throws `UpstreamError` where neither is configured.
    fileprivate func signatures() throws -> SignatureCheck? {
        if text("unsigned") == "true" { return nil }
        guard let path = path("keyring") else {
            throw UpstreamError(
                repository,
                "has no keyring that its signatures are judged by",
                hint: "Set repositories.\(repository).keyring to a file of public keys, or unsigned: true"
            )
        }
        do {
            return try SignatureCheck([Keyring(opening: path)], fingerprints: list("fingerprints"))
        } catch {
            throw UpstreamError(
                error.subject,
                error.cause,
                hint: error.hint ?? "Check repositories.\(repository).keyring"
            )
        }
    }
}
