import JSON
import Posix

/// How much a snapshot may list (docs/formats/archive.md, "Limits").
enum SnapshotLimits {
    /// 512 MiB: about 1,500,000 files with names as npm's are.
    static let document = DocumentReading.longLimits.bytes
    /// More than there are systems, processors and C libraries to combine.
    static let platforms = 64

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
        guard snapshot.warnings.count <= DocumentReading.texts else {
            throw tooLong(snapshot.repository, "the list of \(snapshot.warnings.count) warnings", limit)
        }
        let entries = snapshot.entries
        guard lengths(of: entries, snapshot.warnings) > limit, StreamedDocument.size(of: snapshot.write) > limit
        else { return }
        throw tooLong(snapshot.repository, "the list of all its \(entries.count) files", limit)
    }

    /// A length that lists do not exceed once they are written, found without writing them.
    static func lengths(of entries: some Sequence<Entry>, _ warnings: [String]) -> Int {
        let files = entries.reduce(4096) { sum, entry in
            let names = entry.path.string.utf8.count + entry.package.utf8.count + (entry.version?.utf8.count ?? 0)
            return sum + 512 + 2 * names
        }
        return warnings.reduce(files) { $0 + 6 * $1.utf8.count + 8 }
    }

    /// A list that is longer than any reader takes.
    static func tooLong(_ repository: RepositoryIdentity, _ list: String, _ limit: Int) -> TransferError {
        TransferError(
            .invalid,
            repository.name,
            "has too many files for one archive: \(list) is over \(limit >> 20) MiB long, which no reader takes",
            hint: "Carry less (carry.exclude), or keep packages in several repositories"
        )
    }
}
