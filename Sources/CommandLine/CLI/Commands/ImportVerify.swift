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
        arguments: [ImportCommands.archives]
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
                async let sidecar: Void = side.run { try Sidecar.check(archive.absolute) }
                let head = try await Application.verifyArchive(archive.absolute, on: pool, reporter: reporter)
                try await sidecar
                return head
            }
            verified.append(VerifiedArchive(archive, head))
        }
        return verified
    }
}

/// An archive that was read from start to end.
struct VerifiedArchive: Encodable, Sendable {
    let archive: String
    let id: String
    let repository: RepositoryIdentity
    let scope: String
    let sequence: Int64
    let created: Moment
    @Nullable private(set) var base: String?
    let target: String
    let counts: SnapshotCounts
    let remarks: [String]

    init(_ path: ArchivePath, _ head: ArchiveHead) {
        let manifest = head.manifest
        archive = path.description
        id = head.archiveID
        repository = manifest.repository
        scope = manifest.scope.rawValue
        sequence = manifest.sequence
        created = manifest.created
        base = manifest.base
        target = manifest.target
        counts = manifest.counts
        remarks = head.remarks
    }

    var blocks: [Block] {
        let table = Table(details: [
            ("import", id),
            ("source", "\(repository.name) \(repository.uuid)"),
            ("created", Moment.dated(created)),
            ("scope", scope),
            ("files", Quantity.count(counts.files, weighing: counts.bytes)),
            ("versions", Quantity.versions(counts.versions, packages: counts.packages)),
            ("base", base ?? "none"),
            ("target", target),
        ])
        return [.line("\(archive): whole"), .table(table)] + Block.lines("note", remarks)
    }
}
