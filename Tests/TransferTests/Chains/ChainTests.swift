import TestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// Chains of archives between a near tree and several sites, made up at random: whatever happens in whatever order,
/// the real trees are what a model in plain values says.
@Suite(.memoryDirectory) struct ChainTests {
    /// How many are tried; thousands where `PACKFERRY_CHAINS` says so.
    private static let count = ProcessInfo.processInfo.environment["PACKFERRY_CHAINS"].flatMap(UInt64.init) ?? 30
    /// Those that found something once.
    private static let remembered: [UInt64] = [109]
    private static let seeds = Array(Set(1...count).union(remembered)).sorted()

    @Test("model and trees agree, step by step", arguments: seeds)
    func agreement(seed: UInt64) async throws {
        var history = ChainHistory(seed: seed)
        var run = try await ChainRun(sites: history.sites())
        var faults: [String] = []
        for _ in 0..<history.length() where faults.isEmpty {
            faults = await run.perform(history.next(after: run.model))
        }
        var random = SeededNumbers(seed: seed)
        if faults.isEmpty { faults = await run.bringAll(&random) }
        #expect(faults.isEmpty, "seed \(seed): \(faults.joined(separator: "\n"))\n\(run.script)")
    }
}

extension ChainRun {
    /// The steps so far, as the code that does them again.
    var script: String { steps.map { "    \($0)," }.joined(separator: "\n") }
}
