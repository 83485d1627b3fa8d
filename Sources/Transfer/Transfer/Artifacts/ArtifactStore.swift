package import Persistence
package import Posix
import SQLite
import Spooling

/// The folder of artifacts and their records.
package struct ArtifactStore: Sendable {
    /// Where the archives lie.
    package let folder: Directory
    let database: Database
    /// What keeps some of its file system free.
    let space: SpaceKeeper

    /// Works on an existing folder.
    package init(_ folder: Directory, database: Database, space: SpaceKeeper = SpaceKeeper()) {
        self.folder = folder
        self.database = database
        self.space = space
    }

    /// The artifact of a repository with the highest sequence; `nil` before the first.
    package func last(of uuid: String) async throws -> Artifact? { try await all(of: uuid).first }

    /// Every artifact of a repository, the one with the highest sequence first.
    package func all(of uuid: String) async throws -> [Artifact] {
        try await database.read { connection in
            try connection.fetchAll(
                "SELECT * FROM artifacts WHERE repository_uuid = ? ORDER BY sequence DESC",
                [.text(uuid)]
            ) { try Artifact(row: $0) }
        }
    }

    /// Every artifact, newest first; of one repository if it is named.
    package func list(repository: String? = nil) async throws -> [Artifact] {
        try await database.read { connection in
            try connection.fetchAll(
                "SELECT * FROM artifacts WHERE ?1 IS NULL OR repository = ?1 ORDER BY created DESC, sequence DESC",
                [repository.sqlValue]
            ) { try Artifact(row: $0) }
        }
    }

    /// One artifact by its id.
    package func load(_ id: String) async throws -> Artifact {
        let found = try await database.read { connection in
            try connection.fetchOne("SELECT * FROM artifacts WHERE id = ?", [.text(id)]) { try Artifact(row: $0) }
        }
        guard let found else {
            throw TransferError(.notFound, id, "is no artifact kept here", hint: "`packferry artifact list` names them")
        }
        return found
    }

    /// The ids of the artifacts that carried each file of a package, newest first, by the file's path.
    ///
    /// One query, however many files the package has.
    package func carriers(of package: String, repository: String) async throws -> [RelativePath: [String]] {
        try await database.read { connection in
            var carriers: [RelativePath: [String]] = [:]
            try connection.forEach(Self.carriers, [.text(package), .text(repository)]) { row in
                carriers[try RelativePath(row.text(0)), default: []].append(row.text(1))
            }
            return carriers
        }
    }

    static let carriers = """
        SELECT path, artifact FROM artifact_files JOIN artifacts ON artifacts.id = artifact
        WHERE package = ? AND repository = ? ORDER BY sequence DESC
        """

    /// Whether an artifact carries files of all these paths.
    func carries(_ artifact: Artifact, all files: SpooledList<Manifest.File>) async throws -> Bool {
        try await database.read { connection in
            var wanted = try MemberRuns(files).makeIterator()
            var next = wanted.next()
            try connection.forEach(
                "SELECT path FROM artifact_files WHERE artifact = ? ORDER BY path",
                [.text(artifact.id)]
            ) { row in
                if next?.path.string == row.text(0) { next = wanted.next() }
            }
            return next == nil
        }
    }

    /// Opens the archive of an artifact.
    package func open(_ artifact: Artifact) throws -> Descriptor {
        guard let name = ArtifactName(id: artifact.id) else {
            throw TransferError(.invalid, artifact.id, "is no artifact's id")
        }
        return try folder.open(RelativePath(name.file))
    }

    /// The files that deleting an artifact removes; a later archive that builds upon it makes that a conflict.
    package func filesToDelete(of id: String, force: Bool) async throws -> [RelativePath] {
        let artifact = try await load(id)
        let dependants = try await undelivered(
            among: list().filter { $0.base == artifact.target && $0.repository == artifact.repository }
        )
        guard force || dependants.isEmpty else {
            throw TransferError(
                .conflict,
                id,
                "is what \(dependants.map(\.id).joined(separator: ", ")) builds upon",
                hint:
                    "Delete those first, or delete it with force (--force): sites that lack it then need a full archive"
            )
        }
        guard let name = ArtifactName(id: id) else { return [] }
        return try [name.file, name.sidecar].map { try RelativePath($0) }.filter { try folder.info($0) != nil }
    }

    /// Those that did not get to every site that counts; all while no site is known.
    package func undelivered(among artifacts: [Artifact]) async throws -> [Artifact] {
        let store = SiteStore(database: database)
        let (sites, deliveries) = (try await store.all().filter(\.isActive), try await store.deliveries())
        return artifacts.filter { artifact in
            let due = Set(sites.filter { $0.statement.repositoryUUID == artifact.repository.uuid }.map(\.name))
            return due.isEmpty || !due.isSubset(of: deliveries[artifact.id, default: []].map(\.site))
        }
    }

    /// Removes an artifact's files and record.
    ///
    /// A later archive that builds upon it makes that a conflict.
    package func delete(_ id: String, force: Bool) async throws {
        for file in try await filesToDelete(of: id, force: force) { try folder.unlink(file) }
        try folder.synchronize()
        try await forget(id)
    }

    /// Removes the record of an artifact alone.
    func forget(_ id: String) async throws {
        try await database.write { connection in
            try connection.execute("DELETE FROM artifacts WHERE id = ?", [.text(id)])
        }
    }
}
