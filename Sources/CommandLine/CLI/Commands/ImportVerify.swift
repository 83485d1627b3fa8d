import API
import App
import Arguments
import JSON
import Posix
import Time
import Transfer

/// The command `packferry import verify`.
enum ImportVerify {
    static let command = Command<Action>(
        "verify",
        summary: "Check archives without touching any storage.",
        discussion: "Needs no configuration: every file is read and compared with what the archive lists.",
        arguments: [ImportCommands.archives],
        changes: .nothing
    ) { invocation in
        let items = try await invocation.selected(ImportCommands.archives, ordered: false).items
        let verified = try await verify(items.map { try ArchivePath($0.description) }, invocation)
        return Answer(verified, verified.flatMap(\.blocks))
    }

    /// Reads archives from start to end, up to the first that is not whole.
    static func verify(_ archives: [ArchivePath], _ invocation: Invocation) async throws -> [VerifiedArchive] {
        let (pool, side) = (BlockingPool(threads: 1, name: "verify"), BlockingPool(threads: 1, name: "sidecar"))
        var verified: [VerifiedArchive] = []
        for archive in archives {
            let head = try await invocation.progress.watching { reporter in
                async let head = Application.verifyArchive(archive.absolute, on: pool, reporter: reporter)
                // Of a damaged copy the list beside it knows more exactly what was damaged.
                try await side.run { try Sidecar.check(archive.absolute) }
                return try await head
            }
            verified.append(VerifiedArchive(archive, head))
        }
        return verified
    }
}

/// An archive that was read from start to end; its members are called as those of an import.
struct VerifiedArchive: Encodable, Sendable {
    let origin: String
    let id: String
    @Nullable private(set) var name: String?
    let source: RepositoryIdentity
    let scope: String
    let sequence: Int64
    let created: Moment
    @Nullable private(set) var base: String?
    @Nullable private(set) var baseName: String?
    let target: String
    @Nullable private(set) var signer: Signer?
    let counts: SnapshotCounts
    let warnings: [String]

    enum CodingKeys: String, CodingKey {
        case origin, id, name, source, scope, sequence, created, base, target, signer, counts, warnings
        case baseName = "base_name"
    }

    init(_ path: ArchivePath, _ head: ArchiveHead) {
        let summary = ImportSummary(head, origin: path.description, stagedAt: head.manifest.created)
        origin = summary.origin
        id = summary.id
        source = summary.source
        scope = summary.scope.rawValue
        sequence = summary.sequence
        created = summary.created
        target = summary.target
        counts = summary.counts
        warnings = summary.warnings
        name = summary.name
        base = summary.base
        baseName = summary.baseName
        signer = summary.signer
    }

    var blocks: [Block] {
        let table = Table(details: [
            ("import", id),
            ("source", "\(source.name) \(source.uuid)"),
            ("signed by", Signer.text(signer)),
            ("created", Moment.dated(created)),
            ("scope", scope),
            ("files", Quantity.count(counts.files, weighing: counts.bytes)),
            ("versions", Quantity.versions(counts.versions, packages: counts.packages)),
            ("base", ArtifactCommands.base(base, baseName)),
            ("target", target),
        ])
        return [.line("\(origin): whole"), .table(table)] + Block.first("warning", warnings)
    }
}
