import API
import Arguments
import Time
import Transfer

/// The commands `packferry artifact`.
enum ArtifactCommands {
    static let group = Command<Action>(
        "artifact",
        summary: "Build archives of what is new, and look after them.",
        subcommands: [
            ArtifactBuild.command, list, show, verify, ArtifactFetch.command, ArtifactExporting.command,
            ArtifactDelivered.command, delete,
        ]
    )

    static let id = Argument<String>(
        "id",
        .identifier(of: .artifacts),
        help: "The artifact, such as diff-202611210130."
    )
    private static let subject = Argument<String>("archive", .file, help: "The id of an artifact, or an archive file.")
    private static let force = Flag("force", help: "Delete it although later artifacts build upon it.")

    private static let listing = ListOptions<Artifact>()
    private static let states = Option<[Transfer.Artifact.State]>(
        repeated: "state",
        .choice(of: Transfer.Artifact.State.self),
        help: "Only artifacts in this state, such as built: those that nobody has fetched."
    )

    private static let list = Command<Action>(
        "list",
        summary: "List the artifacts, newest first.",
        options: [states, listing.sort, listing.reverse],
        arguments: [listing.search],
        changes: .nothing
    ) { invocation in
        let values = invocation.values
        let backend = try await invocation.backend()
        let artifacts: [Artifact] = try await backend.api.list { page in
            let states = values[states].map(\.rawValue)
            return APIPath.artifacts(
                listing.query(values, states: states, repository: backend.repositoryName, page: page)
            )
        }
        let columns: [Table.Column] = [
            "ID", "REPOSITORY", "SCOPE", "STATE", .number("VERSIONS"), .number("FILES"), .number("SIZE"),
            "CREATED (UTC)", "NOTE",
        ]
        let lost = artifacts.filter { [.missing, .damaged].contains($0.state) }.map(\.id)
        if !lost.isEmpty {
            invocation.console.note("'packferry artifact show' says what to do about \(lost.joined(separator: ", "))")
        }
        return Answer(list: artifacts, columns) { artifact in
            [
                artifact.id, artifact.repository, artifact.scope, artifact.state.rawValue,
                Quantity.count(artifact.counts.versions), Quantity.count(artifact.counts.files),
                Quantity.bytes(artifact.size), Moment.text(artifact.created), artifact.note,
            ]
        }
    }

    private static let files = Flag("files", help: "List the files that it carries.")
    private static let packages = Flag("packages", help: "List the packages that it carries, and their versions.")

    private static let show = Command<Action>(
        "show",
        summary: "Show one artifact.",
        options: [files, packages],
        arguments: [id],
        exclusive: [.atMostOne(of: files, packages)],
        changes: .nothing
    ) { invocation in
        let id = invocation.values[id]
        let backend = try await invocation.backend()
        guard !invocation.values[files] else { return try await list(filesOf: id, backend) }
        guard !invocation.values[packages] else { return try await list(packagesOf: id, backend) }
        let artifact = try await backend.artifact(id)
        let blocks = [.table(details(artifact))] + Block.lines("warning", artifact.warnings)
        return Answer(artifact, blocks + (nextStep(artifact).map { [.line("next: \($0)")] } ?? []))
    }

    private static func list(filesOf id: String, _ backend: any Backend) async throws -> Answer {
        let files: [CarriedFile] = try await backend.api.list { APIPath.files(ofArtifact: id, ListQuery(page: $0)) }
        return Answer(list: files, ["OP", .number("SIZE"), "PATH"], empty: "it carries no file") {
            [$0.op.rawValue, Quantity.bytes($0.size), $0.path]
        }
    }

    private static func list(packagesOf id: String, _ backend: any Backend) async throws -> Answer {
        let packages: [HeldPackage] = try await backend.api.list {
            APIPath.packages(ofArtifact: id, ListQuery(page: $0))
        }
        return Answer(list: packages, HeldPackage.columns, empty: "it carries no package", row: \.row)
    }

    private static let verify = Command<Action>(
        "verify",
        summary: "Read an artifact again and check all of it.",
        discussion: """
            An artifact that is kept here is compared with what was recorded when it was built too. A file is checked by what it says of itself; no configuration is needed.
            """,
        arguments: [subject],
        changes: .nothing
    ) { invocation in
        let subject = invocation.values[subject]
        guard isID(subject) else {
            let verified = try await ImportVerify.verify([ArchivePath(subject)], invocation)
            return Answer(verified[0], verified[0].blocks)
        }
        let backend = try await invocation.backend()
        let artifact = try await backend.artifact(subject)
        let verified = try await backend.run(ArtifactVerify(artifact: subject), on: artifact.repository)
        return Answer(verified, [.line("\(subject): whole"), .line("signed by: \(Signer.text(verified.signer))")])
    }

    private static let delete = Command<Action>(
        "delete",
        summary: "Delete an artifact and its files.",
        options: [force],
        arguments: [id],
        changes: .something
    ) { invocation in
        let (id, force) = (invocation.values[id], invocation.values[force])
        return try await invocation.delete { isDryRun in
            APIPath.deletion(ofArtifact: id, ArtifactDeletionQuery(force: force, isDryRun: isDryRun))
        }
    }

    static func details(_ artifact: Artifact, _ more: [(name: String, value: String?)] = []) -> Table {
        let details: [(name: String, value: String?)] = [
            ("artifact", artifact.id),
            ("repository", artifact.repository),
            ("state", artifact.state.rawValue),
            ("path", artifact.path),
            ("size", size(artifact.size)),
            ("sha512", artifact.sha512),
            ("signed by", Signer.text(artifact.signer)),
            ("scope", artifact.scope),
            ("files", Quantity.count(artifact.counts.files, weighing: artifact.counts.bytes)),
            ("versions", Quantity.versions(artifact.counts.versions, packages: artifact.counts.packages)),
            ("deletes", Quantity.some(artifact.deletes)),
            ("base", base(artifact.base, artifact.baseName)),
            ("target", artifact.target),
            ("created", Moment.dated(artifact.created)),
            ("archive id", artifact.archiveID),
            ("note", artifact.note.isEmpty ? nil : artifact.note),
            ("delivered", deliveries(artifact)),
        ]
        return Table(details: details + more)
    }

    /// The sites that it got to.
    private static func deliveries(_ artifact: Artifact) -> String? {
        let texts = artifact.deliveries.map { delivery in
            delivery.by.map { "\(delivery.site) (says \($0): \(delivery.reason ?? ""))" } ?? delivery.site
        }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    /// What an archive starts from, as people know it.
    static func base(_ snapshot: String?, _ name: String?) -> String {
        guard let snapshot else { return "none" }
        return name.map { "\($0) (snapshot \(snapshot))" } ?? snapshot
    }

    /// What to do about an archive that cannot be carried.
    private static func nextStep(_ artifact: Artifact) -> String? {
        switch artifact.state {
        case .missing:
            "its file is gone: put a copy back at its path, or build again with --full and delete this one"
        case .damaged:
            "put a whole copy at its path and run 'packferry artifact verify \(artifact.id)', or build again with --full "
                + "and delete this one"
        case .built, .downloaded, .delivered: nil
        }
    }

    /// Exactly, for comparing, and as people read it.
    static func size(_ bytes: Int64) -> String { "\(bytes) bytes (\(Quantity.bytes(bytes)))" }

    private static func isID(_ text: String) -> Bool {
        text.hasPrefix("diff-") && !text.contains("/") && !text.contains(".")
    }
}
