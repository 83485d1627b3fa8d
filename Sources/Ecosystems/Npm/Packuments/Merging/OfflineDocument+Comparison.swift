import Crypto

extension OfflineDocument {
    /// Whether `local` already says all of this, however Verdaccio has laid it out since.
    ///
    /// `time.modified` is derived and Verdaccio touches it, so it does not count.
    func means(_ local: Packument) -> Bool {
        hasSameVersions(local) && hasSameTags(local) && hasSameTimes(local) && hasSameAttachments(local)
            && hasSameMembers(local) && ["_distfiles", "_uplinks"].allSatisfy { local.isEmptyObject($0) }
    }

    private func hasSameVersions(_ local: Packument) -> Bool {
        versions.count == local.versions.count
            && versions.allSatisfy { version in
                guard let present = local.version(version.version) else { return false }
                return version.object.means(RawValue(local.bytes, present.span))
            }
    }

    private func hasSameTags(_ local: Packument) -> Bool {
        tags == Dictionary(local.tags.map { ($0.tag, $0.version) }) { first, _ in first }
    }

    private func hasSameTimes(_ local: Packument) -> Bool {
        var wanted: [String: String] = [:]
        for version in versions { wanted[version.version] = version.time?.string }
        wanted["created"] = created?.string
        let present = local.times.filter { $0.name != "modified" }
        return wanted.count == present.count
            && present.allSatisfy { wanted[$0.name] != nil && wanted[$0.name] == local.string($0.value) }
    }

    private func hasSameAttachments(_ local: Packument) -> Bool {
        let wanted = Set(attachments.map { Attachment(file: $0.tarball.file.string, shasum: $0.tarball.sha1?.hex) })
        return wanted == Set(local.attachments)
    }

    private func hasSameMembers(_ local: Packument) -> Bool {
        let present = Dictionary(local.otherMembers.map { ($0.name, $0.value) }) { first, _ in first }
        return present.count == members.count
            && members.allSatisfy { member in present[member.name].map(member.value.means) ?? false }
    }
}

extension Packument {
    /// Whether a member is there and is an object without members.
    fileprivate func isEmptyObject(_ name: String) -> Bool {
        guard let span = member(name), bytes[span.lowerBound] == UInt8(ascii: "{") else { return false }
        return bytes[span].dropFirst().first { $0 > UInt8(ascii: " ") } == UInt8(ascii: "}")
    }
}
