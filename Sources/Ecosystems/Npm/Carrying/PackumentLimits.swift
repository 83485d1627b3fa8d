import JSON
import Posix
import Transfer

/// How much a packument that travels may hold (docs/formats/packument.md, "Limits").
///
/// No package comes near; without them a small archive could fill the memory or the records of a site.
enum PackumentLimits {
    /// 64 levels, and no more bytes than any document of an archive.
    static let json = JSONLimits(depth: 64, bytes: ArchiveLimits.merged)
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
