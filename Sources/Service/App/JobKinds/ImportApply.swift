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
                [.checkStagedFiles, .walk, .read, .mergeDocuments, .placeFiles, .installDocuments, .placeIndexes]
            },
            claims: { [.tree($0)] },
            prepare: { given, _ in
                try application.requireImporting()
                return given
            }
        ) { arguments, context in
            let repository = try application.repository(context.repository)
            let options = ApplyOptions(
                allowMissing: arguments.allowMissing ?? false,
                adoptSource: arguments.adoptSource ?? false,
                initiator: context.run
            )
            guard let path = try arguments.path.map({ try AbsolutePath($0) }) else {
                return try await application.apply(
                    arguments.import ?? "",
                    to: repository,
                    options: options,
                    reporter: context.reporter
                )
            }
            try Sidecar.check(path, reporter: context.reporter)
            return try await application.importArchive(
                path,
                into: repository,
                options: options,
                reporter: context.reporter
            )
        }
    }
}
