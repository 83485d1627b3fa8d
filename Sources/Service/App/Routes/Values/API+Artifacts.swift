import API
import Crypto
import Posix
import Transfer

extension API.Artifact {
    init(_ artifact: Transfer.Artifact, in store: ArtifactStore) {
        self.init(
            id: artifact.id,
            archiveID: artifact.archiveID,
            repository: artifact.repository.name,
            sequence: artifact.sequence,
            scope: artifact.scope.rawValue,
            base: artifact.base,
            target: artifact.target,
            created: artifact.created,
            path: "\(store.folder.path)/\(ArtifactName.file(of: artifact.id))",
            size: artifact.size,
            sha512: artifact.sha512.hex,
            counts: ContentCounts(artifact.counts),
            deletes: artifact.deletes,
            state: State(artifact.state),
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
            "verify": APIPath.verification(ofArtifact: artifact.id), "target": APIPath.snapshot(artifact.target),
        ]
    }
}

extension API.Artifact.State {
    fileprivate init(_ state: Transfer.Artifact.State) {
        self =
            switch state {
            case .built: .built
            case .downloaded: .downloaded
            case .delivered: .delivered
            }
    }
}
