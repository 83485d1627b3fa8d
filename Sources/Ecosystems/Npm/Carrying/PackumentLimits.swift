package import JSON
import Posix
import Transfer

/// How much a packument may hold (docs/formats/packument.md, "Limits").
///
/// What travels comes nowhere near; without limits a small archive could fill the memory or the records of a site.
package enum PackumentLimits {
    /// What travels: 64 levels, and no more bytes than any document of an archive.
    static let json = JSONLimits(depth: 64, bytes: ArchiveLimits.merged)
    /// What lies in a storage, with versions by the thousand that were never fetched: 256 MiB.
    ///
    /// Deeper levels are read and left out.
    package static let stored = JSONLimits(depth: 64, bytes: ArchiveLimits.stored)
    private static let tags = 10_000
    private static let members = 1_000

    /// Refuses a document that is longer than it may be.
    static func checkSize(_ bytes: Int, of entry: Entry) throws {
        guard bytes > json.bytes else { return }
        throw refusal(entry, "is over \(json.bytes >> 20) MiB")
    }

    /// Refuses a document with more tags or members than it may have.
    static func check(_ packument: Packument, of entry: Entry) throws {
        guard packument.tags.count <= tags else {
            throw refusal(entry, "has \(packument.tags.count) tags, more than \(tags)")
        }
        guard packument.members.count <= members else {
            throw refusal(entry, "has \(packument.members.count) members, more than \(members)")
        }
    }

    /// Whether a document has so much that what is made of it may be too much.
    static func isExceeded(by packument: Packument) -> Bool {
        packument.tags.count > tags || packument.members.count > members
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
