import API

extension BuildOrder {
    /// The order as the API takes it; the baseline stands in the query.
    func body(for repository: String?) -> DiffBuildRequest {
        DiffBuildRequest(
            repository: repository,
            full: full,
            deep: deep,
            allowShrink: allowShrink,
            dryRun: dryRun,
            note: note
        )
    }
}
