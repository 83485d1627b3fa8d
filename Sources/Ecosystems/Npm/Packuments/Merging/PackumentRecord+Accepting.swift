import Crypto

extension PackumentRecord {
    /// What the source wants once `incoming` has come: tags, metadata-only versions and whose members count.
    ///
    /// A regular document replaces whatever is older than it, partials included; a partial adds, and only if no later
    /// regular document has come.
    func accepting(_ incoming: IncomingPackument?, hasLocal: Bool) -> PackumentRecord {
        guard let incoming, isCurrent(incoming.sequence) else { return self }
        var record = self
        switch incoming.scope {
        case .regular: record.replace(with: incoming)
        case .partial: record.add(incoming, hasLocal: hasLocal)
        }
        return record
    }

    private mutating func replace(with incoming: IncomingPackument) {
        let sequence = incoming.sequence
        regular = RegularDocument(sequence: sequence, sha512: SHA512.hash(incoming.packument.bytes))
        members = sequence
        tags = tags.filter { $0.value.isPartial && $0.value.sequence > sequence }
        metadataOnly = metadataOnly.filter { $0.value > sequence }
        awaited = awaited.filter { $0.value.sequence > sequence }
        for tag in incoming.packument.tags {
            tags[tag.tag] = Tag(version: tag.version, sequence: sequence, isPartial: false)
        }
        for version in incoming.metadataOnly { metadataOnly[version] = max(metadataOnly[version] ?? 0, sequence) }
    }

    private mutating func add(_ incoming: IncomingPackument, hasLocal: Bool) {
        let sequence = incoming.sequence
        if regular == nil, members.map({ $0 <= sequence }) ?? !hasLocal { members = sequence }
        for tag in incoming.packument.tags {
            if let present = tags[tag.tag], !present.isPartial || present.sequence > sequence { continue }
            tags[tag.tag] = Tag(version: tag.version, sequence: sequence, isPartial: true)
        }
        for version in incoming.metadataOnly { metadataOnly[version] = max(metadataOnly[version] ?? 0, sequence) }
    }
}
