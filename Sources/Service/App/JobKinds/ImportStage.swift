import API
import Jobs
import Posix
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Verifies an archive and puts it ready; one that was sent is removed, whatever came of it.
    static func importStage(_ application: Application) -> JobKind {
        JobKind(
            ImportStage.self,
            isUnique: false,
            steps: { _ in [.verify] },
            claims: { [.tree($0)] },
            prepare: { given, _ in
                given
            }
        ) { arguments, context in
            let path = try AbsolutePath(arguments.path)
            let allowUnsigned = arguments.allowUnsigned ?? false
            let root = try application.repository(context.repository).configuration.storage
            guard try Upload.isUpload(path, to: root) else {
                return try await application.stage(path, origin: nil, allowUnsigned, context)
            }
            do {
                let outcome = try await application.stage(path, origin: "upload", allowUnsigned, context)
                try? Upload.discard(path, of: root)
                return outcome
            } catch let error as TransferError where error.holder != nil {
                // It goes back to waiting, and is read again then.
                throw error
            } catch {
                try? Upload.discard(path, of: root)
                throw Upload.unnamed(error, at: path)
            }
        }
    }
}

extension Application {
    fileprivate func stage(
        _ path: AbsolutePath,
        origin: String?,
        _ allowUnsigned: Bool,
        _ context: JobContext
    ) async throws -> ImportStage.Outcome {
        try Sidecar.check(path, reporter: context.reporter)
        let staged = try await stage(
            path,
            into: repository(context.repository),
            origin: origin,
            allowUnsigned: allowUnsigned,
            run: context.run,
            reporter: context.reporter
        )
        staged.summary.tell(context.log, "verified")
        return ImportStage.Outcome(import: staged.id)
    }
}
