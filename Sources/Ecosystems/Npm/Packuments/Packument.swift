package import JSON

/// npm's metadata document of one package, read in one pass as spans of its bytes (docs/formats/packument.md).
///
/// What an archive brings is read strictly, what lies in a storage as `JSON.parse` and Verdaccio take it. Sections that
/// are absent or `null` are empty. What is wrong with a single version is noted at that version.
package struct Packument: Sendable {
    /// The whole document as strict JSON; every span is a range of it.
    package let bytes: [UInt8]
    package let name: PackageName
    /// `_rev`, the storage's own revision.
    package let revision: String?
    /// `versions` in document order.
    package let versions: [PackumentVersion]
    /// `dist-tags` in document order; tags that are not strings are left out.
    package let tags: [DistTag]
    /// `time` in document order: strings, and objects in documents of packages that were unpublished.
    package let times: [MemberSpan]
    /// `_attachments` in document order, the tarballs that the storage counted as its own.
    package let attachments: [Attachment]
    /// Every member of the document, in order.
    package let members: [MemberSpan]

    private let positions: [String: Int]

    private init(_ scan: PackumentScan, bytes: [UInt8], name: PackageName, isStrict: Bool) {
        self.bytes = bytes
        self.name = name
        revision = scan.revision
        versions = scan.versions.map { PackumentVersion($0, of: name, isStrict: isStrict) }
        tags = scan.tags
        times = scan.times
        attachments = scan.attachments
        members = scan.members
        positions = Dictionary(scan.versions.indices.map { (scan.versions[$0].version, $0) }) { first, _ in first }
    }

    /// Reads a document; throws if it is not strict JSON within `limits`, repeats a name anywhere, or does not name a
    /// package, `expected` if that is given.
    package init(
        scanning bytes: [UInt8],
        expecting expected: PackageName? = nil,
        limits: JSONLimits = .standard
    ) throws(PackumentError) {
        let scan: PackumentScan
        do {
            scan = try PackumentScan(bytes, limits: limits, isStrict: true)
        } catch {
            throw PackumentError(.unreadable(error), package: expected)
        }
        guard let found = scan.name else { throw PackumentError(.nameless, package: expected) }
        guard let name = try? PackageName(found), expected.map({ $0 == name }) ?? true else {
            throw PackumentError(.foreignName(found), package: expected)
        }
        self.init(scan, bytes: bytes, name: name, isStrict: true)
    }

    /// Reads a document that lies in the folder of a package, however odd: what Verdaccio serves, we carry
    /// (docs/formats/packument.md, "Reading").
    ///
    /// Throws if `JSON.parse` would not take it, it is longer than `limits`, no object, or names another package.
    package init(
        reading bytes: [UInt8],
        of name: PackageName,
        limits: JSONLimits = PackumentLimits.stored
    ) throws(PackumentError) {
        let (scan, bytes) = try Self.tolerantly(bytes, name, limits)
        if let found = scan.name, !found.utf8.elementsEqual(name.string.utf8) {
            throw PackumentError(.foreignName(found), package: name)
        }
        self.init(scan, bytes: bytes, name: name, isStrict: false)
    }

    /// The scan of a document and the bytes it is of: those given, if they are strict JSON already.
    private static func tolerantly(
        _ bytes: [UInt8],
        _ name: PackageName,
        _ limits: JSONLimits
    ) throws(PackumentError) -> (PackumentScan, [UInt8]) {
        if let scan = try? PackumentScan(bytes, limits: limits, isStrict: false) { return (scan, bytes) }
        do {
            let tidied = try TidyJSON.tidied(bytes, limits: limits)
            return (try PackumentScan(tidied, limits: limits, isStrict: false), tidied)
        } catch {
            throw PackumentError(.unreadable(error), package: name)
        }
    }

    /// The version whose member name is exactly this.
    package func version(_ version: String) -> PackumentVersion? { positions[version].map { versions[$0] } }

    /// The version that a tag names, listed or not.
    package func tag(_ tag: String) -> String? { tags.first { $0.tag == tag }?.version }

    /// The value of a member of the document itself.
    package func member(_ name: String) -> Range<Int>? { members.first { $0.name == name }?.value }
}

/// One entry of `dist-tags`.
package struct DistTag: Hashable, Sendable {
    /// Its name, such as `latest`.
    package let tag: String
    /// The version it names, listed or not.
    package let version: String
}
