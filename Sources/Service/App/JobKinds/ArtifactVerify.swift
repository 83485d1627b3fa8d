import Crypto
import JSON
package import Jobs
import Reporting
import Transfer

extension JobKind {
    /// Reads an artifact again and checks all of it.
    package static func artifactVerify(_ application: Application) -> JobKind {
        JobKind(name: "artifact-verify", steps: [.hash, .verify], claims: { [.init("\($0):artifacts", .shared)] }) {
            context in
            guard let id = context.parameters["artifact"]?.stringValue else {
                throw RequestError(.invalid, member: "artifact", "The artifact to verify is not named.")
            }
            let artifact = try await application.verify(id, reporter: context.reporter)
            let result: JSONValue = ["artifact": .string(artifact.id), "sha512": .string(artifact.sha512.hex)]
            return JobOutcome(state: .succeeded, result: result)
        }
    }

    /// Freezes a repository without building an artifact.
    package static func snapshotCreate(_ application: Application) -> JobKind {
        JobKind(
            name: "snapshot",
            steps: [.walk, .read] + Ecosystems.captureSteps,
            claims: { [.init("\($0):tree", .exclusive)] }
        ) { context in
            let repository = try application.repository(context.repository)
            let snapshot = try await application.createSnapshot(
                repository,
                name: context.parameters["name"]?.stringValue,
                run: context.id,
                reporter: context.reporter
            )
            return JobOutcome(state: .succeeded, result: ["snapshot": .string(snapshot.id)])
        }
    }
}
