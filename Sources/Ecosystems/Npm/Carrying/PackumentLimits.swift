package import JSON
import Posix
import Transfer

/// How much a packument may hold (docs/formats/packument.md, "Limits").
///
/// What travels comes nowhere near; without limits a small archive could fill the memory or the records of a site.
package enum PackumentLimits {
    /// What travels: 64 levels, no more bytes than any document of an archive, and names for its versions and what they
    /// say of themselves.
    static let json = JSONLimits(depth: 64, bytes: ArchiveLimits.merged, names: versions + 4096)
    /// What lies in a storage, with versions by the thousand that were never fetched: 256 MiB.
    ///
    /// Deeper levels are read and left out.
    package static let stored = JSONLimits(depth: 64, bytes: ArchiveLimits.stored)
    /// What is kept of each takes most of a kilobyte while the document is read.
    private static let versions = 60_000
    private static let tags = 10_000
    private static let members = 1_000

    /// Refuses a document that is longer than it may be.
    static func checkSize(_ bytes: Int, of entry: Entry) throws {
        guard bytes > json.bytes else { return }
        throw refusal(entry, "is over \(json.bytes >> 20) MiB")
    }

    /// Refuses a document with more versions, tags or members than it may have.
    static func check(_ packument: Packument, of entry: Entry) throws {
        guard packument.versions.count <= versions else {
            throw refusal(entry, "has \(packument.versions.count) versions, more than \(versions)")
        }
        guard packument.tags.count <= tags else {
            throw refusal(entry, "has \(packument.tags.count) tags, more than \(tags)")
        }
        guard packument.members.count <= members else {
            throw refusal(entry, "has \(packument.members.count) members, more than \(members)")
        }
    }

    /// Whether a document has so much that what is made of it may be too much.
    static func isExceeded(by packument: Packument) -> Bool {
        packument.versions.count > versions || packument.tags.count > tags || packument.members.count > members
    }

    private static func refusal(_ entry: Entry, _ cause: String) -> TransferError {
        TransferError(
            .refused,
            entry.path.string,
            cause,
            hint: "Leave \(entry.package) out of what is carried (carry.exclude)"
        )
    }
}
