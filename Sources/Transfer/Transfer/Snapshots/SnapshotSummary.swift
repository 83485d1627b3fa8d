import JSON
package import Time

/// What a list of snapshots shows of each: everything but the files.
package struct SnapshotSummary: Sendable, Equatable {
    package let id: String
    package let repository: RepositoryIdentity
    package let created: Moment
    package let counts: SnapshotCounts

    /// Summarises a snapshot at hand.
    package init(_ snapshot: Snapshot) {
        id = snapshot.id
        repository = snapshot.repository
        created = snapshot.created
        counts = snapshot.counts
    }

    /// Reads the members before `files` from the start of a document, so that a list costs one read per snapshot.
    init(head: [UInt8], name: String) throws {
        var id: String?
        var created: Moment?
        var repository: RepositoryIdentity?
        var counts: SnapshotCounts?
        try DocumentReading.naming("snapshots/\(name)") {
            var scanner = try JSONScanner(head, limits: DocumentReading.limits)
            try scanner.beginObject()
            while let key = try scanner.nextKey(), !(key == "files") {
                switch key {
                case "id": id = try scanner.string()
                case "created": created = try DocumentReading.moment(from: &scanner)
                case "repository": repository = try DocumentReading.repository(from: &scanner)
                case "counts": counts = try SnapshotCounts(from: &scanner)
                default: _ = try scanner.skipValue()
                }
            }
        }
        guard let id, let created, let repository, let counts else {
            throw TransferError(.malformed, "snapshots/\(name)", "lacks id, created, repository or counts")
        }
        (self.id, self.created, self.repository, self.counts) = (id, created, repository, counts)
    }
}
