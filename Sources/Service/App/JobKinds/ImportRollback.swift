import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Takes back the import that was applied last.
    static func importRollback(_ application: Application) -> JobKind {
        JobKind(
            ImportRollback.self,
            // Given up, it would count as cancelled while it goes on to its end.
            cancelGrace: nil,
            steps: { _ in [.walk, .read, .restoreFiles, .installDocuments, .removeFiles] },
            claims: { [.tree($0)] },
            prepare: { given, _ in
                given
            }
        ) { arguments, context in
            let outcome = try await application.rollBack(
                arguments.import,
                in: application.repository(context.repository),
                by: "\(context.initiator) (\(context.run))",
                run: context.run,
                isDryRun: arguments.dryRun ?? false,
                reporter: context.reporter
            )
            outcome.tell(context.log)
            return outcome
        }
    }
}

extension RollbackOutcome {
    /// Writes into the log of a job what became of the import: each thing that stays, in a line.
    fileprivate func tell(_ log: Reporter) {
        for sentence in kept { log.log(.warning, "stays: \(sentence)") }
        log.log(
            .info,
            isDryRun ? "would roll back \(name)" : isPartial ? "rolled back \(name) in part" : "rolled back \(name)",
            [
                "import": id, "removed": "\(removed)", "restored": "\(restored)", "documents": "\(documents)",
                "packages": "\(packages)", "kept": "\(keptExcerpt.count)",
            ]
        )
    }
}
