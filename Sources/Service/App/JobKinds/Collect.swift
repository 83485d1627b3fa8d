package import JSON
package import Jobs
import Reporting
import Transfer

extension JobKind {
    /// Reads a storage again, as far as it changed.
    package static func collect(_ application: Application) -> JobKind {
        JobKind(name: "collect", steps: [.walk, .read], claims: { [.init("\($0):tree", .exclusive)] }) { context in
            let deep = context.parameters["deep"]?.boolValue ?? false
            let repository = try application.repository(context.repository)
            let outcome = try await application.collect(repository, deep: deep, reporter: context.reporter)
            return JobOutcome(state: .succeeded, result: outcome.json)
        }
    }
}

extension CollectOutcome {
    /// The result of the job.
    package var json: JSONValue {
        [
            "packages": .integer(Int64(packages)), "files": .integer(Int64(files)),
            "packages_read": .integer(Int64(read)), "findings": .integer(Int64(findings)),
        ]
    }
}
