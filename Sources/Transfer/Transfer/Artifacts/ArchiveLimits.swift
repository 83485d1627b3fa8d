import JSON
import Posix

/// How long the documents at the front of an archive may be (docs/formats/archive.md, "Limits").
///
/// A reader holds the list of what travels and the list of the target in memory while it works.
package enum ArchiveLimits {
    /// 64 MiB for a document that is merged with the tree's own.
    package static let merged = 64 << 20
    /// 128 MiB each for the manifest and the snapshot: about 400,000 files with names as npm's are.
    static let document = DocumentReading.limits.bytes
    /// Shorter by line than either list, so never the first to be full.
    static let checksums = document
    /// 1 MiB for what is written for people.
    private static let text = 1 << 20
    /// More than there are systems, processors and C libraries to combine.
    static let platforms = 64

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

    /// Throws when no reader would take `snapshot`, so that it is neither kept nor packed.
    static func check(_ snapshot: Snapshot, limit: Int = document) throws {
        guard snapshot.platforms.count <= platforms else {
            throw TransferError(
                .invalid,
                snapshot.repository.name,
                "is configured for \(snapshot.platforms.count) platforms, more than \(platforms)",
                hint: "Name only those that clients run on"
            )
        }
        let entries = snapshot.entries
        guard lengths(of: entries, snapshot.warnings) > limit, snapshot.encoded.count > limit else { return }
        throw tooLong(snapshot.repository, "the list of all its \(entries.count) files", limit)
    }

    /// Throws when no reader would take `manifest`; to be asked before anything is packed.
    static func check(_ manifest: Manifest, limit: Int = document) throws {
        let length = lengths(of: manifest.files.lazy.map(\.entry), manifest.warnings)
        let deletes = manifest.deletes.reduce(0) { $0 + 512 + 2 * $1.path.string.utf8.count }
        guard length + deletes > limit, manifest.encoded.count > limit else { return }
        throw tooLong(manifest.repository, "the list of the \(manifest.files.count) files to carry", limit)
    }

    /// A length that the lists do not exceed once they are written, found without writing them.
    private static func lengths(of entries: some Sequence<Entry>, _ warnings: [String]) -> Int {
        let files = entries.reduce(4096) { sum, entry in
            let names = entry.path.string.utf8.count + entry.package.utf8.count + (entry.version?.utf8.count ?? 0)
            return sum + 512 + 2 * names
        }
        return warnings.reduce(files) { $0 + 6 * $1.utf8.count + 8 }
    }

    private static func tooLong(_ repository: RepositoryIdentity, _ list: String, _ limit: Int) -> TransferError {
        TransferError(
            .invalid,
            repository.name,
            "has too many files for one archive: \(list) is over \(limit >> 20) MiB long, which no reader takes",
            hint: "Carry less (carry.exclude), or keep packages in several repositories"
        )
    }
}
