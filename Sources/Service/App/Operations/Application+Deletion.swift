import API
import Posix
package import Reporting
import Transfer

extension Application {
    /// What deleting a snapshot takes away; throws where something builds upon it.
    func snapshotDeletion(_ reference: String) async throws -> Deletion {
        let snapshot = try snapshot(reference)
        let users = try await artifacts.list().filter { $0.target == snapshot.id || $0.base == snapshot.id }
        guard users.isEmpty else {
            throw TransferError(
                .conflict,
                snapshot.id,
                "is what \(users.map(\.id).joined(separator: ", ")) starts from or leads to",
                hint: "Delete those artifacts first"
            )
        }
        let holders = try await sites.all().filter { $0.isActive && $0.statement.snapshot == snapshot.id }
        guard holders.isEmpty else {
            throw TransferError(
                .conflict,
                snapshot.id,
                "is what \(holders.map(\.name).joined(separator: ", ")) holds, so the next archive starts from it",
                hint: "Register what they hold now, or retire them first (`packferry site retire`)"
            )
        }
        let folder = try snapshots.place(of: snapshot.id)
        return Deletion(
            of: snapshot.id,
            names: try snapshots.names.all()[snapshot.id] ?? [],
            files: try folder.map { try Deletion.files(below: Directory(opening: $0)) } ?? []
        )
    }

    /// Removes a snapshot that nothing builds upon.
    func deleteSnapshot(_ reference: String) async throws {
        let deletion = try await snapshotDeletion(reference)
        try snapshots.names.remove(pointingAt: deletion.deleted)
        try snapshots.delete(deletion.deleted)
    }

    /// What deleting an artifact takes away; throws where a later one builds upon it.
    func artifactDeletion(_ id: String, force: Bool) async throws -> Deletion {
        let folder = artifacts.folder
        let files = try await artifacts.filesToDelete(of: id, force: force).map { path in
            Deletion.File(path: folder.path.appending(path).string, size: try folder.info(path)?.size ?? 0)
        }
        return Deletion(of: id, files: files)
    }

    /// What taking a name away comes to; throws where it is no name of that snapshot.
    func nameDeletion(_ name: String, of reference: String) throws -> Deletion {
        try snapshots.names.require(name, of: snapshots.id(of: reference))
        return Deletion(of: name, files: [])
    }
}

extension Application {
    /// Whether an import waits to be applied to a repository, be it damaged.
    func isWaiting(_ id: String, for repository: Repository) async throws -> Bool {
        try await repository.lane.away {
            try repository.open().existingFolder().map { try StagingArea($0).isWaiting(id) } ?? false
        }
    }

    /// What forgetting an import that waits takes away; throws where none of that id does, or somebody works there.
    func importDeletion(_ id: String, of repository: Repository) async throws -> Deletion {
        try await locked(repository, for: "import delete", isDryRun: true, reporter: .silent) { locked in
            guard try StagingArea(locked.folder).isWaiting(id) else { throw StagingArea.notWaiting(id) }
            let folder = try locked.folder.directory.subdirectory(RelativePath("staging/\(id)"))
            return Deletion(of: id, files: try Deletion.files(below: folder))
        }
    }

    /// Forgets an import that waits.
    package func deleteImport(_ id: String, of repository: Repository, reporter: Reporter) async throws {
        try await locked(repository, for: "import delete", patience: Self.pagePatience, reporter: reporter) { locked in
            let staging = StagingArea(locked.folder)
            guard try staging.isWaiting(id) else { throw StagingArea.notWaiting(id) }
            try staging.remove(id)
        }
    }

    /// How long somebody waits in front of a page.
    private static let pagePatience = Duration.seconds(5)
}

extension Deletion {
    /// The files below a folder of ours, in the order of their paths.
    static func files(below folder: Directory) throws -> [File] {
        var (found, pending): ([File], [Directory]) = ([], [folder])
        while let next = pending.popLast() {
            for entry in try next.entries() {
                let path = try RelativePath(entry.name)
                if entry.info.kind == .directory {
                    pending.append(try next.subdirectory(path))
                } else {
                    found.append(File(path: next.path.appending(path).string, size: entry.info.size))
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }
}
