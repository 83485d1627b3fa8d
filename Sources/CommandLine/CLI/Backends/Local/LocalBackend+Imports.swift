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
            return try await application.stage(archive.absolute, into: repository, reporter: reporter).staged
        }
        return try await api.get(APIPath.import(staged.id))
    }

    func apply(_ archive: ArchivePath, allowMissing: Bool) async throws -> ImportReport {
        let repository = try repository()
        let result = try await progress.watching { reporter in
            try await checkSidecar(of: archive, reporter)
            return try await application.importArchive(
                archive.absolute,
                into: repository,
                allowMissing: allowMissing,
                initiator: Self.initiator,
                reporter: reporter
            )
        }
        var report: ImportReport = try report(result.json)
        report.warnings = try await warnings(of: archive)
        return report
    }

    /// What the archive warns about: after an apply of it, it is known to be whole.
    private func warnings(of archive: ArchivePath) async throws -> [String] {
        let rules = try repository().rules
        return try await application.pool.run {
            try ArchiveReader(ArchiveInput(archive.absolute), rules: [rules]).head().manifest.warnings
        }
    }

    func applyStaged(_ id: String, allowMissing: Bool) async throws -> ImportReport {
        let repository = try repository()
        let options = ApplyOptions(allowMissing: allowMissing, initiator: Self.initiator)
        // One that was interrupted, and is finished by this, may be none that waits.
        let staged = try? await application.stagedImport(id, of: repository)
        let result = try await progress.watching { reporter in
            try await application.apply(id, to: repository, options: options, reporter: reporter)
        }
        var report: ImportReport = try report(result.json)
        report.warnings = staged?.head.manifest.warnings
        return report
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
