package import Crypto

/// What the merges of one package remember of one source, so that archives may come in any order
/// (docs/formats/packument.md).
package struct PackumentRecord: Hashable, Sendable {
    /// The regular document of the highest sequence.
    package struct RegularDocument: Hashable, Sendable {
        package let sequence: Int64
        /// The SHA-512 of its bytes: the packument's hash in digests, inventories and checks.
        package let sha512: SHA512Digest
    }

    /// What the source wants a tag to name, whether or not that version is here.
    struct Tag: Hashable, Sendable {
        let version: String
        let sequence: Int64
        /// Whether a partial added it, which no regular document has confirmed.
        let isPartial: Bool
    }

    /// A version that the source lists and whose tarball has not come yet.
    struct Awaited: Hashable, Sendable {
        let sequence: Int64
        /// The version object as it came.
        let object: [UInt8]
        /// Its value in `time` as it came.
        let time: [UInt8]?
    }

    /// The regular document of the highest sequence; `nil` while only partials have come.
    package internal(set) var regular: RegularDocument?
    /// The versions listed here as this source has them, with the sequence that each came with.
    package internal(set) var versions: [String: Int64] = [:]
    /// The versions listed without a tarball, with the sequence of the document that said so.
    package internal(set) var metadataOnly: [String: Int64] = [:]
    var tags: [String: Tag] = [:]
    var awaited: [String: Awaited] = [:]
    /// The document that readme, maintainers and the like came from; `nil` if they are the site's.
    var members: Int64?

    package init() {}

    /// Whether a document of `sequence` still says what holds: none that replaces it has come.
    func isCurrent(_ sequence: Int64) -> Bool { regular.map { $0.sequence <= sequence } ?? true }
}
