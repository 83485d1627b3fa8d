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
        /// Whether it is a `latest` that is not upstream's own choice.
        var isStandIn = false
    }

    /// A `latest` that was upstream's own choice.
    struct Latest: Hashable, Sendable {
        let version: String
        let sequence: Int64
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
    /// Every tag that a document of the source ever had: all others are the site's.
    var knownTags: Set<String> = []
    /// What the newest regular document whose `latest` was no stand-in says of it.
    var latest: Latest?
    var awaited: [String: Awaited] = [:]
    /// The document that readme, maintainers and the like came from; `nil` if they are the site's.
    var members: Int64?

    package init() {}

    /// Whether a document of `sequence` still says what holds: none that replaces it has come.
    func isCurrent(_ sequence: Int64) -> Bool { regular.map { $0.sequence <= sequence } ?? true }
}

extension PackumentRecord {
    /// What the source wants `latest` to name, the first that `isHere`: what stands in comes after what was meant last.
    func wantedLatest(where isHere: (String) -> Bool) -> String? {
        guard let tag = tags["latest"] else { return nil }
        if tag.isStandIn, let meant = latest?.version, isHere(meant) { return meant }
        return isHere(tag.version) ? tag.version : nil
    }

    /// What the source wants once `incoming` has come: tags, metadata-only versions and whose members count.
    ///
    /// A regular document replaces whatever is older than it, partials included; a partial adds, and only if no later
    /// regular document has come.
    func accepting(_ incoming: IncomingPackument?, hasLocal: Bool) -> PackumentRecord {
        guard let incoming else { return self }
        var record = self
        record.note(incoming)
        guard isCurrent(incoming.sequence) else { return record }
        switch incoming.scope {
        case .regular: record.replace(with: incoming)
        case .partial: record.add(incoming, hasLocal: hasLocal)
        }
        return record
    }

    /// Notes what counts however late a document comes.
    private mutating func note(_ incoming: IncomingPackument) {
        // Records of earlier versions hold the tags of the last document alone, and do not tell apart what stands in.
        knownTags.formUnion(tags.keys)
        knownTags.formUnion(incoming.packument.tags.map(\.tag))
        if latest == nil, let known = tags["latest"], !known.isPartial, !known.isStandIn {
            latest = Latest(version: known.version, sequence: known.sequence)
        }
        guard incoming.scope == .regular, incoming.packument.standIn == nil,
            let version = incoming.packument.tag("latest"), latest.map({ $0.sequence <= incoming.sequence }) ?? true
        else { return }
        latest = Latest(version: version, sequence: incoming.sequence)
    }

    private mutating func replace(with incoming: IncomingPackument) {
        let sequence = incoming.sequence
        regular = RegularDocument(sequence: sequence, sha512: SHA512.hash(incoming.packument.bytes))
        members = sequence
        tags = tags.filter { $0.value.isPartial && $0.value.sequence > sequence }
        metadataOnly = metadataOnly.filter { $0.value > sequence }
        awaited = awaited.filter { $0.value.sequence > sequence }
        for tag in incoming.packument.tags {
            tags[tag.tag] = incoming.tag(tag)
        }
        for version in incoming.metadataOnly { metadataOnly[version] = max(metadataOnly[version] ?? 0, sequence) }
    }

    private mutating func add(_ incoming: IncomingPackument, hasLocal: Bool) {
        let sequence = incoming.sequence
        if regular == nil, members.map({ $0 <= sequence }) ?? !hasLocal { members = sequence }
        for tag in incoming.packument.tags {
            if let present = tags[tag.tag], !present.isPartial || present.sequence > sequence { continue }
            tags[tag.tag] = incoming.tag(tag)
        }
        for version in incoming.metadataOnly { metadataOnly[version] = max(metadataOnly[version] ?? 0, sequence) }
    }
}

extension IncomingPackument {
    fileprivate func tag(_ tag: DistTag) -> PackumentRecord.Tag {
        PackumentRecord.Tag(
            version: tag.version,
            sequence: sequence,
            isPartial: scope == .partial,
            isStandIn: tag.tag == "latest" && packument.standIn != nil
        )
    }
}
