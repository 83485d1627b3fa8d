import API
import App
import Crypto
import Posix
import Transfer

extension LocalBackend {
    func artifacts() async throws -> [API.Artifact] {
        try await application.artifacts.list(repository: repositoryName).map(described)
    }

    /// Where the archive of an artifact lies.
    func path(of artifact: Transfer.Artifact) -> String {
        "\(application.artifacts.folder.path)/\(artifact.id).tar.zst"
    }

    private func described(_ artifact: Transfer.Artifact) -> API.Artifact {
        API.Artifact(
            id: artifact.id,
            archiveID: artifact.archiveID,
            repository: artifact.repository.name,
            sequence: artifact.sequence,
            scope: artifact.scope.rawValue,
            base: artifact.base,
            target: artifact.target,
            created: Timestamp(artifact.created) ?? Timestamp(milliseconds: 0),
            path: path(of: artifact),
            size: artifact.size,
            sha512: artifact.sha512.hex,
            counts: ContentCounts(artifact.counts),
            deletes: artifact.deletes,
            state: API.Artifact.State(rawValue: artifact.state.rawValue) ?? .built,
            note: artifact.note,
            warnings: artifact.warnings,
            links: [:]
        )
    }
}

extension ContentCounts {
    /// Counts of the engine as the API gives them.
    init(_ counts: SnapshotCounts) {
        self.init(files: counts.files, bytes: counts.bytes, packages: counts.packages, versions: counts.versions)
    }
}
