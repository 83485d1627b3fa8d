package import JSON
package import Jobs
package import Requests
package import Transfer

/// Builds an artifact of what is new.
package struct DiffBuild: JobArguments {
    package static let type = "diff-build"
    package static let side = JobSide.online
    package static let changes: [Jobs.JobEvent.Collection] = [.artifacts, .snapshots, .packages, .findings, .storage]
    package static let members: [RequestMember] = [
        .text("baseline"), .flag("full"), .flag("deep"), .flag("allow_shrink"), .flag("dry_run"),
        .text("note", upTo: 1000), .texts("only", 1...1000), .path("lockfile"), .texts("sites", 1...1000),
    ]
    package static let queryMembers = ["baseline"]

    /// The snapshot to start from, by id, beginning of an id, or name; without it, what the sites hold.
    package var baseline: String?
    /// Whether to carry everything, whatever the other side has.
    package var full: Bool?
    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?
    /// Whether a storage that lost more than a tenth of its files may be frozen.
    package var allowShrink: Bool?
    /// Whether only to say what would be packed.
    package var dryRun: Bool?
    /// A remark for people, kept with the artifact.
    package var note: String?
    /// Packages, as `name@range`, that are to travel with all that they depend on, and nothing else.
    package var only: [String]?
    /// The path of a lockfile, or of another list of packages, on the machine that builds: what it names is to travel,
    /// and nothing else.
    package var lockfile: String?

    /// The sites that it has to fit; without it all that count or, while none is known, whoever has what was built last.
    package var sites: [String]?

    enum CodingKeys: String, CodingKey {
        case baseline, full, deep, note, only, lockfile, sites
        case allowShrink = "allow_shrink"
        case dryRun = "dry_run"
    }

    /// Builds what is new since the last archive.
    package init() {}

    package var contradictions: [FieldError] {
        let isPart = only != nil || lockfile != nil
        let isPlain = baseline == nil && full != true && !isPart
        if sites != nil, !isPlain {
            return [FieldError(member: "sites", "sites are the base: leave baseline, full, only and lockfile out")]
        }
        if isPart, full == true { return [FieldError(member: "full", "a part is never full: give one of the two")] }
        if isPart, baseline != nil { return [FieldError(member: "baseline", "a part has no baseline")] }
        guard full == true, baseline != nil else { return [] }
        return [FieldError(member: "full", "a full archive has no baseline: give one of the two")]
    }

    /// What was built, or that nothing changed.
    package struct Outcome: JobOutcome {
        /// Whether nothing was to be packed.
        package let isDryRun: Bool
        /// Whether there was anything to carry.
        package let changed: Bool
        /// The id of the artifact; null when nothing changed, or nothing was to be packed.
        @Nullable package var artifact: String?
        /// The id of the artifact that carries this state: the one that was built or, when nothing changed, the one that
        /// was built before; null when it was not packed, or no such artifact is whole.
        @Nullable package var current: String?
        /// Where its file lies on the machine that built it.
        @Nullable package var path: String?
        @Nullable package var sha512: String?
        /// Bytes of its file.
        @Nullable package var size: Int64?
        /// How much it carries: `delta`, `full`, `partial`.
        @Nullable package var scope: String?
        /// The snapshot it starts from.
        @Nullable package var base: String?
        /// What the archive that leads to that snapshot is called.
        @Nullable package var baseName: String?
        /// The snapshot it leads to.
        package let target: String
        package let files: Int
        /// Bytes of the files.
        package let bytes: Int64
        package let versions: Int
        package let packages: Int
        package let deletes: Int
        /// What a dry run would carry, by package; empty where something was built, whose files are listed themselves.
        package let contents: Excerpt<HeldPackage>
        /// Files that were carried before and are broken now or cannot be read: listed as held.
        package let held: Int
        /// What stays at home and should not.
        package let leftBehind: Excerpt<LeftBehind>
        /// Packages that are known by name alone, of which nothing was ever there to carry.
        package let notCached: Excerpt<String>
        /// What people should read, in sentences, what was left behind among it: the first of them.
        package let warnings: [String]

        /// Whether something was left behind, whether or not there was anything to carry.
        package var isPartial: Bool { held > 0 || leftBehind.count > 0 }

        enum CodingKeys: String, CodingKey {
            case changed, artifact, current, path, sha512, size, scope, base, target, files, bytes, versions, packages
            case deletes, contents, held, warnings
            case isDryRun = "dry_run"
            case baseName = "base_name"
            case leftBehind = "left_behind"
            case notCached = "not_cached"
        }

        /// Says what was built, or would be.
        package init(
            isDryRun: Bool,
            changed: Bool,
            artifact: String?,
            current: String?,
            path: String?,
            sha512: String?,
            size: Int64?,
            scope: String?,
            base: String?,
            baseName: String?,
            target: String,
            files: Int,
            bytes: Int64,
            versions: Int,
            packages: Int,
            deletes: Int,
            contents: Excerpt<HeldPackage>,
            held: Int,
            leftBehind: Excerpt<LeftBehind>,
            notCached: Excerpt<String>,
            warnings: [String]
        ) {
            self.isDryRun = isDryRun
            self.changed = changed
            self.artifact = artifact
            self.current = current
            self.path = path
            self.sha512 = sha512
            self.size = size
            self.scope = scope
            self.base = base
            self.baseName = baseName
            self.target = target
            self.files = files
            self.bytes = bytes
            self.versions = versions
            self.packages = packages
            self.deletes = deletes
            self.contents = contents
            self.held = held
            self.leftBehind = leftBehind
            self.notCached = notCached
            self.warnings = warnings
        }
    }
}
