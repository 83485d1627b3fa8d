import API
import App
import Posix
import Reporting
import Transfer

extension LocalBackend {
    func stage(_ archive: ArchivePath) async throws -> Import {
        let repository = try repository()
        let staged = try await progress.watching { reporter in
            try await checkSidecar(of: archive, reporter)
            return try await application.stage(archive.absolute, into: repository, reporter: reporter)
        }
        return try await api.get(APIPath.import(staged.id))
    }

    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportOutcome {
        let repository = try repository()
        return try await progress.watching { reporter in
            try await checkSidecar(of: archive, reporter)
            return try await application.importArchive(
                archive.absolute,
                into: repository,
                allowMissing: allowMissing,
                initiator: Self.initiator,
                reporter: reporter
            )
        }
    }

    func applyStaged(_ id: String, allowMissing: Bool) async throws -> ImportOutcome {
        let repository = try repository()
        let options = ApplyOptions(allowMissing: allowMissing, initiator: Self.initiator)
        return try await progress.watching { reporter in
            try await application.apply(id, to: repository, options: options, reporter: reporter)
        }
    }

    private func checkSidecar(of archive: ArchivePath, _ reporter: Reporter) async throws {
        try await application.pool.run { try Sidecar.check(archive.absolute, reporter: reporter) }
    }

    /// Takes archives of the source of this one too from now on; gives the source's uuid.
    func trustSource(of archive: ArchivePath) async throws -> String {
        let repository = try repository()
        return try await progress.watching { reporter in
            try await application.trustSource(archive.absolute, in: repository, reporter: reporter)
        }
    }
}
