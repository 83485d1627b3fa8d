/// The query of `DELETE /artifacts/{id}`.
package struct ArtifactDeletionQuery: APIQuery {
    /// Whether to delete it although a later artifact builds upon it.
    package var force: Bool
    /// Whether only to say what would be deleted.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = ["force"] + DryRunQuery.parameters

    /// Asks for a deletion.
    package init(force: Bool = false, isDryRun: Bool = false) {
        self.force = force
        self.isDryRun = isDryRun
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(force: reader.flag("force") ?? false, isDryRun: DryRunQuery(from: &reader).isDryRun)
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        (force ? [QueryPair("force", "true")] : []) + DryRunQuery(isDryRun: isDryRun).pairs
    }
}
