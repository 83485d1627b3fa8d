import Posix
import Transfer
import Trees

extension Application {
    /// `.packferry` of a tree, made where there never was one; throws before anything is written where something else
    /// lies than when this instance last worked there.
    ///
    /// Runs where blocking is allowed.
    func enter(_ opened: OpenRepository) async throws -> RepositoryFolder {
        try await requireSame(opened)
        return try opened.folder()
    }

    /// Gives a tree its identity if it has none, and remembers which one is here.
    func recognize(_ opened: OpenRepository, _ folder: RepositoryFolder) async throws {
        let repository = opened.repository
        let uuid = try folder.identity(name: repository.name, type: repository.ecosystem.type).uuid
        try folder.renewMark()
        try await repository.record.note(StorageRecord.Known(uuid: uuid, folder: opened.root.info()))
    }

    /// Throws when there is nothing to freeze, before anything is written there: something else lies there than did, or it
    /// is empty and always was.
    func requireContent(of repository: Repository) async throws {
        try await repository.lane.away {
            let opened = try repository.open()
            try await self.requireSame(opened)
            try opened.requireContent()
        }
    }

    /// Throws where something else lies than when this instance last worked on the repository: another storage, or
    /// nothing at all, as under the mount point of a disk that is not there.
    func requireSame(_ opened: OpenRepository) async throws {
        let found = try opened.existingFolder()?.uuid()
        if let known = try await opened.repository.record.known() {
            guard found != known.uuid else { return }
            throw TransferError.otherStorage(opened, found: found, wasElsewhere: try opened.lies(elsewhereThan: known))
        }
        guard found == nil, try snapshots.list().contains(where: { $0.repository.name == opened.repository.name })
        else { return }
        throw TransferError.otherStorage(opened, found: nil, wasElsewhere: false)
    }
}

extension OpenRepository {
    /// Whether nothing lies there but what every new file system has.
    var isBlank: Bool { get throws { try root.entries().allSatisfy { $0.name == "lost+found" } } }

    /// Throws when there is nothing to freeze and never was, so that nothing of ours is put into what may be a mount
    /// point.
    fileprivate func requireContent() throws {
        guard try existingFolder() == nil, try isBlank else { return }
        throw TransferError(
            .shrunk,
            repository.name,
            "holds nothing to carry",
            hint: "Check that \(root.path) is the right folder and mounted, or allow it with --allow-shrink"
        )
    }

    fileprivate func lies(elsewhereThan known: StorageRecord.Known) throws -> Bool {
        try root.info().device != known.device
    }
}

extension TransferError {
    fileprivate static func otherStorage(
        _ opened: OpenRepository,
        found: String?,
        wasElsewhere: Bool
    ) -> TransferError {
        let subject = opened.root.path.string
        let place = wasElsewhere ? ", and it lies on another file system than that did" : ""
        let kept =
            found == nil
            ? "`--restored` that of the one that was here, if it came back from a backup"
            : "`--moved` keeps the one it has"
        let anew = "If it is meant, `packferry doctor --copied` gives it an identity of its own, and \(kept)"
        if found == nil, (try? opened.isBlank) ?? false {
            let cause = "is empty, but the storage of \(opened.repository.name) was here\(place)"
            return TransferError(.shrunk, subject, cause, hint: "Mount its disk. \(anew)")
        }
        let cause = "is not the storage of \(opened.repository.name) that was here last\(place)"
        return TransferError(.conflict, subject, cause, hint: "Check which disk is mounted there. \(anew)")
    }
}
