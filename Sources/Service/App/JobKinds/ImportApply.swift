package import JSON
package import Jobs
import Reporting
package import Transfer

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
            // One that was interrupted, and is finished by this, may be none that waits.
            let staged = try? await application.stagedImport(id, of: repository)
            let result = try await application.apply(id, to: repository, options: options, reporter: context.reporter)
            let said = (staged?.head.manifest.warnings ?? []) + result.warnings
            let warnings = said.prefix(200).map { JSONValue.string($0) }
            return JobOutcome(
                state: result.isPartial ? .partial : .succeeded,
                result: .object((result.json.objectValue ?? []) + [("warnings", .array(warnings))])
            )
        }
    }
}

extension ImportResult {
    /// The result of the job.
    package var json: JSONValue {
        [
            "import": .string(importID), "target": .string(target), "changed": .bool(didChange),
            "placed": .integer(Int64(placed)), "replaced": .integer(Int64(replaced)),
            "merged": .integer(Int64(merged)), "unchanged": .integer(Int64(unchanged)),
            "superseded": .integer(Int64(superseded)), "bytes": .integer(bytes),
            "packages": .integer(Int64(packages)), "conflicts": .array(conflicts.map { .string($0) }),
            "missing": .array(missing.map { .string($0) }), "pending_deletes": .integer(Int64(pendingDeletes)),
        ]
    }
}
