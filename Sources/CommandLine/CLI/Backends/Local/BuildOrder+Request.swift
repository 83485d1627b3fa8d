import Transfer

extension BuildOrder {
    /// The order as the engine takes it.
    var request: BuildRequest {
        BuildRequest(
            baseline: full ? .none : baseline.map(BuildRequest.Baseline.snapshot) ?? .lastBuilt,
            allowShrink: allowShrink,
            deep: deep,
            dryRun: dryRun,
            note: note ?? ""
        )
    }
}
