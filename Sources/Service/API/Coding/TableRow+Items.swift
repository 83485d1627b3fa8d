extension PackageSummary: TableRow {
    package static let columnNames = ["name", "repository", "versions", "files", "bytes", "updated", "findings"]
}

extension Job: TableRow {
    package static let columnNames = [
        "id", "type", "repository", "state", "initiator", "created_at", "started_at", "finished_at", "duration_ms",
        "attempt", "parent_id", "error.code", "error.detail",
    ]
}

extension JobPackage: TableRow {
    package static let columnNames = ["package", "outcome", "files", "problems"]
}

extension Schedule: TableRow {
    package static let columnNames = [
        "id", "type", "repository", "cron", "every", "time_zone", "paused", "configured", "next_runs", "last_run_at",
        "last_job.id", "last_job.state",
    ]
}

extension SnapshotSummary: TableRow {
    package static let columnNames = [
        "id", "names", "repository", "created", "counts.packages", "counts.versions", "counts.files", "counts.bytes",
    ]
}

extension HeldPackage: TableRow {
    package static let columnNames = ["name", "versions", "files", "bytes"]
}

extension FileChange: TableRow {
    package static let columnNames = ["change", "path", "package", "version", "size", "sha512"]
}

extension Artifact: TableRow {
    package static let columnNames = [
        "id", "repository", "sequence", "scope", "state", "created", "size", "counts.packages", "counts.versions",
        "counts.files", "counts.bytes", "deletes", "base", "base_name", "target", "sha512", "path", "note",
    ]
}

extension CarriedFile: TableRow {
    package static let columnNames = ["op", "path", "package", "version", "size", "sha512"]
}

extension Import: TableRow {
    package static let columnNames = [
        "id", "repository", "state", "name", "scope", "sequence", "created", "staged_at", "applied_at", "origin",
    ]
}

extension Finding: TableRow {
    package static let columnNames = [
        "id", "repository", "kind", "state", "path", "package", "version", "detail", "next_step", "attempts",
        "found_at", "seen_at", "quarantine",
    ]
}

extension Site: TableRow {
    package static let columnNames = [
        "name", "repository", "state", "evidence", "counter", "artifact", "snapshot", "files", "missing.count",
        "conflicts.count", "signer.fingerprint", "heard_at", "retired_at", "on_the_way",
    ]
}
