import API
import App
import Reporting
import Transfer

extension LocalBackend {
    func stage(_ archive: ArchivePath) async throws -> Import {
        let repository = try repository()
        let staged = try await progress.watching { reporter in
            try await application.stage(archive.absolute, into: repository, reporter: reporter).staged
        }
        return try await api.get(APIPath.import(staged.id))
    }

    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportReport {
        let repository = try repository()
        let result = try await progress.watching { reporter in
            try await application.importArchive(
                archive.absolute,
                into: repository,
                allowMissing: allowMissing,
                initiator: Self.initiator,
                reporter: reporter
            )
        }
        return try report(result.json)
    }

    func applyStaged(_ id: String, allowMissing: Bool) async throws -> ImportReport {
        let repository = try repository()
        let options = ApplyOptions(allowMissing: allowMissing, initiator: Self.initiator)
        let result = try await progress.watching { reporter in
            try await application.apply(id, to: repository, options: options, reporter: reporter)
        }
        return try report(result.json)
    }

    /// Takes archives of the source of this one too from now on; gives the source's uuid.
    func trustSource(of archive: ArchivePath) async throws -> String {
        let repository = try repository()
        return try await progress.watching { reporter in
            try await application.trustSource(archive.absolute, in: repository, reporter: reporter)
        }
    }
}
