import Crypto
package import JSON
import Posix
package import Time
package import Transfer

/// A built archive.
package struct Artifact: Codable, Hashable, Sendable {
    /// The id, which is its file name without the ending: `diff-202611210130`.
    package var id: String
    /// The id made from its manifest, which receipts name.
    package var archiveID: String
    /// The repository it carries.
    package var repository: String
    /// Grows with every artifact of the repository.
    package var sequence: Int64
    /// How much it carries: `delta`, `full`.
    package var scope: String
    /// The snapshot it starts from; null for a full one.
    @Nullable package var base: String?
    /// What the archive that leads to that snapshot is called; null where none does.
    @Nullable package var baseName: String?
    /// The snapshot it leads to.
    package var target: String
    /// When it was built.
    package var created: Moment
    /// Where it lies on the server.
    package var path: String
    /// The size of the file.
    package var size: Int64
    /// The SHA-512 of the file in hexadecimal.
    package var sha512: String
    /// Whose signature it bears; null where it bears none.
    @Nullable package var signer: Signer?
    /// How much travels in it.
    package var counts: SnapshotCounts
    /// How many files it asks to delete.
    package var deletes: Int
    /// How far it has come.
    package var state: Transfer.Artifact.State
    /// The sites that it got to, as far as that is known.
    package var deliveries: [ArtifactDelivery]
    /// A remark for people.
    package var note: String
    /// What was wrong with the tree, in sentences.
    package var warnings: [String]
    /// Where its files and controls are.
    package var links: [String: String]

    enum CodingKeys: String, CodingKey {
        case id, repository, sequence, scope, base, target, created, path
        case size, sha512, signer, counts, deletes, state, deliveries, note, warnings, links
        case archiveID = "archive_id"
        case baseName = "base_name"
    }
}

extension Artifact {
    /// Shows what is recorded of an artifact in the folder of `store`.
    package init(_ artifact: Transfer.Artifact, in store: ArtifactStore, deliveries: [Delivery]) {
        self.init(
            id: artifact.id,
            archiveID: artifact.archiveID,
            repository: artifact.repository.name,
            sequence: artifact.sequence,
            scope: artifact.scope.rawValue,
            base: artifact.base,
            baseName: artifact.baseName,
            target: artifact.target,
            created: artifact.created,
            path: "\(store.folder.path)/\(ArtifactName.file(of: artifact.id))",
            size: artifact.size,
            sha512: artifact.sha512.hex,
            signer: artifact.signer,
            counts: artifact.counts,
            deletes: artifact.deletes,
            state: artifact.state,
            deliveries: deliveries.map(ArtifactDelivery.init),
            note: artifact.note,
            warnings: artifact.warnings,
            links: Self.links(of: artifact)
        )
    }

    private static func links(of artifact: Transfer.Artifact) -> [String: String] {
        [
            "self": APIPath.artifact(artifact.id), "download": APIPath.download(ofArtifact: artifact.id),
            "checksums": APIPath.checksums(ofArtifact: artifact.id),
            "manifest": APIPath.manifest(ofArtifact: artifact.id),
            "verify": APIPath.verification(ofArtifact: artifact.id),
            "delivered": APIPath.delivery(ofArtifact: artifact.id), "target": APIPath.snapshot(artifact.target),
        ]
    }
}
