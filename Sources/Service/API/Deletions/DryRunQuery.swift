/// The query of a request that changes something and takes nothing else.
package struct DryRunQuery: APIQuery {
    /// Whether only to say what would be done.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = ["dry_run"]

    /// Asks for something to be done, or to be said.
    package init(isDryRun: Bool = false) { self.isDryRun = isDryRun }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) { self.init(isDryRun: reader.flag("dry_run") ?? false) }

    /// The parameter, if it is set.
    package var pairs: [QueryPair] { isDryRun ? [QueryPair("dry_run", "true")] : [] }
}
