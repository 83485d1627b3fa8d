import JSON
package import Jobs
import Npm
import Reporting
import Transfer

extension JobKind {
    /// Applies a staged import.
    package static func importApply(_ application: Application) -> JobKind {
        JobKind(
            name: "import-apply",
            // Given up, it would count as cancelled while it goes on to its end.
            cancelGrace: nil,
            steps: [.checkStagedFiles, .walk, .read, .mergeDocuments, .placeFiles, .installDocuments],
            claims: { [.init("\($0):tree", .exclusive)] }
        ) { context in
            guard let id = context.parameters["import"]?.stringValue else {
                throw RequestError(.invalid, member: "import", "The import to apply is not named.")
            }
            let options = ApplyOptions(
                allowMissing: context.parameters["allow_missing"]?.boolValue ?? false,
                initiator: "job \(context.id)"
            )
            let repository = try application.repository(context.repository)
            let outcome = try await application.apply(id, to: repository, options: options, reporter: context.reporter)
            return JobOutcome(
                state: outcome.isPartial ? .partial : .succeeded,
                result: try JSONEncoder().value(of: outcome)
            )
        }
    }
}
