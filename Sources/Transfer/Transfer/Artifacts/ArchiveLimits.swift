import Posix

/// How long the documents at the front of an archive may be (docs/formats/archive.md, "Limits").
///
/// A reader goes through the lists line by line, and keeps them packed on a disk.
package enum ArchiveLimits {
    /// 64 MiB for a document that is merged with the tree's own.
    package static let merged = 64 << 20
    /// 256 MiB for the tree's own, which holds more than travels.
    package static let stored = 256 << 20
    /// 512 MiB each for the manifest and the snapshot: about 1,500,000 files with names as npm's are.
    static let document = SnapshotLimits.document
    /// Shorter by line than either list, so never the first to be full.
    static let checksums = document
    /// Sites whose word a base may rest on.
    static let sites = 10_000
    /// 1 MiB for what is written for people.
    static let text = 1 << 20

    static func limit(of member: ArchiveLayout.Document) -> Int {
        switch member {
        case .manifest, .snapshot: document
        case .readme, .script: text
        }
    }

    /// A member that is longer than it may be.
    static func excess(_ name: String, _ limit: Int) -> TransferError {
        TransferError(.refused, name, "is over \(limit >> 20) MiB")
    }

    /// Throws when no reader would take `manifest`; to be asked before anything is packed.
    static func check(_ manifest: Manifest, limit: Int = document) throws {
        guard manifest.baseSites.count <= sites else {
            throw TransferError(
                .invalid,
                manifest.repository.name,
                "would build upon what \(manifest.baseSites.count) sites hold, more than \(sites)",
                hint: "Name those that it is for (--site), or retire those that are gone"
            )
        }
        let length = SnapshotLimits.lengths(of: manifest.files.lazy.map(\.entry), manifest.warnings)
        let deletes = manifest.deletes.reduce(0) { $0 + 512 + 2 * $1.path.string.utf8.count }
        guard length + deletes > limit, StreamedDocument.size(of: manifest.write) > limit else { return }
        let list = "the list of the \(manifest.files.count) files to carry"
        throw SnapshotLimits.tooLong(manifest.repository, list, limit)
    }
}
