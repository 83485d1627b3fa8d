import API
import Jobs
import Posix
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Applies an import that waits, or an archive in one go.
    static func importApply(_ application: Application) -> JobKind {
        JobKind(
            ImportApply.self,
            // Given up, it would count as cancelled while it goes on to its end.
            cancelGrace: nil,
            steps: { _ in
                [
                    .checkStagedFiles, .walk, .read, .mergeDocuments, .placeFiles, .installDocuments, .placeIndexes,
                    .removeFiles,
                ]
            },
            claims: { [.tree($0)] },
            prepare: { given, _ in
                given
            }
        ) { arguments, context in
            let repository = try application.repository(context.repository)
            let options = ApplyOptions(
                allowMissing: arguments.allowMissing ?? false,
                adoptSource: arguments.adoptSource ?? false,
                delete: arguments.delete ?? false,
                unpacked: arguments.unpacked ?? false,
                allowUnsigned: arguments.allowUnsigned ?? false,
                initiator: "\(context.initiator) (\(context.run))",
                run: context.run
            )
            let outcome = try await application.apply(arguments, to: repository, options, context.reporter)
            outcome.tell(context.log)
            return outcome
        }
    }
}

extension Application {
    /// Applies the archive that was named, or the import that waits.
    fileprivate func apply(
        _ arguments: ImportApply,
        to repository: Repository,
        _ options: ApplyOptions,
        _ reporter: Reporter
    ) async throws -> ImportOutcome {
        let isDryRun = arguments.dryRun ?? false
        let outcome: ImportOutcome
        if let path = try arguments.path.map({ try AbsolutePath($0) }) {
            try Sidecar.check(path, reporter: reporter)
            outcome = try await importArchive(
                path,
                into: repository,
                options: options,
                isDryRun: isDryRun,
                reporter: reporter
            )
        } else {
            let id = arguments.import ?? ""
            outcome = try await apply(id, to: repository, options: options, isDryRun: isDryRun, reporter: reporter)
        }
        guard arguments.registerPackages ?? false else { return outcome }
        return try await registering(outcome, in: repository, reporter)
    }
}
