import Logging
import Reporting
import Transfer

extension ImportSummary {
    /// Writes into the log of a job which archive it was about, and what that warns about.
    func tell(_ log: Reporter, _ deed: String) {
        for warning in warnings { log.log(.warning, warning) }
        log.log(
            .info,
            "\(deed) \(title)",
            [
                "import": id, "source": source.uuid, "sequence": "\(sequence)", "scope": scope.rawValue,
                "base": baseName ?? base ?? "none", "target": target, "files": "\(counts.files)",
                "bytes": "\(counts.bytes)", "origin": origin,
                "signer": signer?.fingerprint ?? "nobody",
            ]
        )
    }
}

extension ImportOutcome {
    /// Writes into the log of a job what became of the archive: each conflict, and what is missing, in a line.
    func tell(_ log: Reporter) {
        summary.tell(log, isDryRun ? "tried" : didChange ? "applied" : "nothing changed by")
        for key in trustedKeys { log.log(.info, "trusts \(key) from now on") }
        for conflict in conflicts { log.log(.warning, "conflict: \(conflict)") }
        for path in missing { log.log(.warning, "missing: \(path)") }
        if let registered { log.log(.info, "listed for the registry's own page", ["packages": "\(registered)"]) }
        log.log(
            .info,
            isDryRun ? "would apply" : isPartial ? "applied in part" : "applied all of it",
            [
                "placed": "\(placed)", "replaced": "\(replaced)", "merged": "\(merged)", "deleted": "\(deleted)",
                "unchanged": "\(unchanged)",
                "superseded": "\(superseded)", "bytes": "\(bytes)", "packages": "\(packages)",
                "conflicts": "\(conflictExcerpt.count)", "missing": "\(missingExcerpt.count)",
                "kept_deletes": "\(pendingDeletes)",
            ]
        )
    }
}
