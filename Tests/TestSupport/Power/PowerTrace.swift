package import Posix

/// One undisturbed run, followed so closely that the power can be cut afterwards, at every moment of it and in many
/// ways.
///
///     let trace = try await PowerTrace.record(of: site.folder) { try await site.apply(archive) }
///     for cut in try trace.cuts() {
///         try cut.restore(to: empty)      // what a restart finds
///         try checkOldOrNew(empty)
///     }
///
/// What was synchronised is there. Of the rest, each operation may have reached the disk or not, in whatever order, but
/// none reaches it by half, as a rename takes both its names along and an exchange too, and none before another one of
/// the same name. What was written and not synchronised is there, is cut short, or is not there. To synchronise a folder
/// brings whole operations to the disk.
///
/// `cuts(losing:beyond:)` is the same with one synchronisation that says it succeeded and did nothing: where that shows no
/// difference, it was not needed.
package struct PowerTrace: Sendable {
    /// What was done, in order.
    package let operations: [FileOperation]
    private let root: AbsolutePath
    /// The states before each operation, and the last one.
    private let live: [DiskState]
    /// The same of a folder that keeps itself durable.
    private let beside: [DiskTree]

    /// Runs `work` while the folder is watched; `beside` is one whose owner sees to its durability itself, as a database
    /// does: it is always as it was at that moment.
    package static func record(
        of root: Directory,
        beside: Directory? = nil,
        _ work: () async throws -> Void
    ) async throws -> PowerTrace {
        let recorder = PowerRecorder(root, beside)
        let gate: FileOperation.Gate.Verdict = { operation in recorder.note(operation) }
        try await FileOperation.$gate.withValue(gate, operation: work)
        let seen = try recorder.end()
        return PowerTrace(operations: seen.operations, root: root.path, live: seen.live, beside: seen.beside)
    }

    /// The numbers of the operations that make something durable.
    package var synchronisations: [Int] {
        operations.indices.filter { [.fsync, .syncfs].contains(operations[$0].kind) }
    }

    /// What may be found after a cut before each operation, and after the last; each once.
    package func cuts() throws -> PowerCuts { PowerCuts(try moments(), operations: operations, beside: beside) }

    /// What may be found beyond the `usual` where one synchronisation is `lost`.
    package func cuts(losing lost: Int, beyond usual: Set<PowerCut>) throws -> PowerCuts {
        let affected = zip(try moments(losing: lost), try moments()).filter { !$0.isLike($1) }.map(\.0)
        return PowerCuts(affected, beyond: usual, operations: operations, beside: beside)
    }

    private func moments(losing lost: Int? = nil) throws -> [PowerMoment] {
        var moments = [PowerMoment(durable: live[0], live: live[0])]
        for (number, operation) in operations.enumerated() {
            var moment = moments[number]
            if number != lost { try moment.synchronise(operation, beneath: root) }
            moment.advance(to: live[number + 1])
            moments.append(moment)
        }
        return moments
    }
}
