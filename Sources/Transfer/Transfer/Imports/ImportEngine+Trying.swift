import Posix
package import Reporting
import Time

extension ImportEngine {
    /// Verifies an archive and says what would come of applying it now; nothing is made or changed.
    ///
    /// Throws what applying it would, as far as that shows before its documents are merged.
    package func tryApplying(
        _ input: ArchiveInput,
        options: ApplyOptions,
        reporter: Reporter
    ) async throws -> ImportOutcome {
        try folder.requireFinished()
        let policy = try policy(allowsUnsigned: options.allowUnsigned)
        let reader = try ArchiveReader(input, rules: [sink.rules], policy: policy)
        let head = try dated(reader.head())
        try requireTrusted(head, by: records.load())
        try requireSpace(for: head.manifest)
        if let obstacle = MoveProbe.obstacle(in: sink.root) { throw obstacle }
        reporter.begin(.verify, total: head.manifest.counts.bytes, unit: .bytes)
        try reader.readFiles(into: nil, reporter: reporter)
        let summary = ImportSummary(head, origin: input.path.string, stagedAt: Moment(seconds: clock.now().seconds))
        let archive = StagedImport(head: head, summary: summary, isFresh: true)
        return try await tryApplying(archive, options: options, reporter: reporter)
    }

    /// The same for an import that waits.
    package func tryApplying(
        _ staged: StagedImport,
        options: ApplyOptions,
        reporter: Reporter
    ) async throws -> ImportOutcome {
        if !staged.isFresh { try recheck(staged, reporter: reporter) }
        return try await ApplyRun(self, staged, options, reporter: reporter).outlook()
    }
}
