import Crypto
package import JSON
package import Jobs
import Reporting
package import Transfer

extension JobKind {
    /// Builds an artifact of what is new.
    package static func diffBuild(_ application: Application) -> JobKind {
        JobKind(
            name: "diff-build",
            steps: [.walk, .read] + Ecosystems.captureSteps + [.pack, .readBack],
            claims: { [.init("\($0):tree", .exclusive)] }
        ) { context in
            let repository = try application.repository(context.repository)
            let request = try BuildRequest(parameters: context.parameters)
            let result = try await application.build(repository, request, run: context.id, reporter: context.reporter)
            return JobOutcome(state: .succeeded, result: result.json)
        }
    }
}

extension BuildRequest {
    /// Reads the parameters of a job; `full` and `baseline` exclude each other.
    package init(parameters: JSONValue) throws {
        let full = parameters["full"]?.boolValue ?? false
        let baseline = parameters["baseline"]?.stringValue
        guard !full || baseline == nil else {
            throw RequestError(.invalid, member: "full", "A full archive has no baseline: give one of the two.")
        }
        self.init(
            baseline: full ? .none : baseline.map(Baseline.snapshot) ?? .lastBuilt,
            allowShrink: parameters["allow_shrink"]?.boolValue ?? false,
            deep: parameters["deep"]?.boolValue ?? false,
            dryRun: parameters["dry_run"]?.boolValue ?? false,
            note: parameters["note"]?.stringValue ?? ""
        )
    }
}

extension BuildResult {
    /// The result of the job: what was built, or that nothing changed.
    package var json: JSONValue {
        [
            "changed": .bool(manifest != nil),
            "artifact": artifact.map { .string($0.id) } ?? .null,
            "sha512": artifact.map { .string($0.sha512.hex) } ?? .null,
            "size": artifact.map { .integer($0.size) } ?? .null,
            "scope": manifest.map { .string($0.scope.rawValue) } ?? .null,
            "base": (manifest?.base).map { .string($0) } ?? .null,
            "target": .string(target.id),
            "files": .integer(Int64(manifest?.counts.files ?? 0)),
            "bytes": .integer(manifest?.counts.bytes ?? 0),
            "versions": .integer(Int64(manifest?.counts.versions ?? 0)),
            "packages": .integer(Int64(manifest?.counts.packages ?? 0)),
            "deletes": .integer(Int64(manifest?.deletes.count ?? 0)),
            "warnings": .array(warnings.prefix(200).map { .string($0) }),
        ]
    }
}
