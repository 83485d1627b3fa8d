import API
import Time

/// What commands say of one artifact.
enum ArtifactDetails {
    static func table(_ artifact: Artifact) -> Table {
        Table(details: [
            ("artifact", artifact.id),
            ("repository", artifact.repository),
            ("state", artifact.state.rawValue),
            ("path", artifact.path),
            ("size", size(artifact.size)),
            ("sha512", artifact.sha512),
            ("scope", artifact.scope),
            ("files", "\(Quantity.count(artifact.counts.files)) (\(Quantity.bytes(artifact.counts.bytes)))"),
            ("versions", versions(artifact.counts.versions, of: artifact.counts.packages)),
            ("deletes", artifact.deletes == 0 ? nil : Quantity.count(artifact.deletes)),
            ("base", artifact.base ?? "none"),
            ("target", artifact.target),
            ("created", Moment.text(artifact.created)),
            ("archive id", artifact.archiveID),
            ("note", artifact.note.isEmpty ? nil : artifact.note),
        ])
    }

    /// Exactly, for comparing, and as people read it.
    static func size(_ bytes: Int64) -> String { "\(bytes) bytes (\(Quantity.bytes(bytes)))" }

    static func versions(_ versions: Int, of packages: Int) -> String {
        "\(Quantity.count(versions)) of \(Quantity.counted(packages, "package"))"
    }
}
