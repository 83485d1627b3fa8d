/// The query of `DELETE /artifacts/{id}`.
package struct ArtifactDeletionQuery: APIQuery {
    /// Whether to delete it although a later artifact builds upon it.
    package var force: Bool

    /// Every parameter that the query may have.
    package static let parameters = ["force"]

    /// Asks for a deletion.
    package init(force: Bool = false) {
        self.force = force
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(force: reader.flag("force") ?? false)
    }

    /// The parameter, if it is set.
    package var pairs: [QueryPair] {
        force ? [QueryPair("force", "true")] : []
    }
}
