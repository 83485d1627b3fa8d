import API
import Jobs
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Reads a storage again, as far as it changed.
    static func collect(_ application: Application) -> JobKind {
        JobKind(Collect.self, steps: { _ in [.walk, .read] }, claims: { [.tree($0)] }) { arguments, context in
            let repository = try application.repository(context.repository)
            return try await application.collect(
                repository,
                deep: arguments.deep ?? false,
                run: context.run,
                reporter: context.reporter
            )
        }
    }
}
