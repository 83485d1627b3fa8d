import Crypto
package import Time
package import Transfer

/// A snapshot without its list of files, which is the file at `path`.
package struct SnapshotDetail: Codable, Hashable, Sendable {
    /// The id, made from its content.
    package var id: String
    /// The names that point at it.
    package var names: [String]
    /// The repository that it froze.
    package var repository: String
    /// When it was taken.
    package var created: Moment
    /// How much it holds.
    package var counts: SnapshotCounts
    /// The SHA-512 over all its files that are not held.
    package var stateDigest: String
    /// How many files are broken now but were good before.
    package var held: Int
    /// The program and version that took it.
    package var generator: String
    /// The platforms whose optional packages it holds as files.
    package var platforms: [String]
    /// Where its manifest lies on the server.
    package var path: String
    /// The artifacts and baselines because of which it cannot be deleted.
    package var neededBy: [String]
    /// What is wrong with the tree, in sentences.
    package var warnings: [String]

    enum CodingKeys: String, CodingKey {
        case id, names, repository, created, counts, held, generator, platforms, path, warnings
        case stateDigest = "state_digest"
        case neededBy = "needed_by"
    }
}

extension SnapshotDetail {
    /// Shows one that is kept: its names, where it lies, and the artifacts that need it.
    package init(_ snapshot: Snapshot, names: [String], path: String, neededBy: [String]) {
        self.init(
            id: snapshot.id,
            names: names,
            repository: snapshot.repository.name,
            created: snapshot.created,
            counts: snapshot.counts,
            stateDigest: snapshot.stateDigest.hex,
            held: snapshot.heldCount,
            generator: snapshot.generator,
            platforms: snapshot.platforms,
            path: path,
            neededBy: neededBy,
            warnings: snapshot.warnings
        )
    }
}
