import Time

/// What an offline-ready document takes over from a packument.
extension Packument {
    /// The publish time of each version, where it is a string.
    var timesByVersion: [String: RawValue] {
        var byVersion: [String: RawValue] = [:]
        for time in times where bytes[time.value.lowerBound] == UInt8(ascii: "\"") {
            byVersion[time.name] = RawValue(bytes, time.value)
        }
        return byVersion
    }

    /// When the package was first published, if the document says so readably.
    var created: RawValue? {
        guard let entry = times.first(where: { $0.name == "created" }) else { return nil }
        let value = RawValue(bytes, entry.value)
        return value.moment == nil ? nil : value
    }

    /// The members that are carried as they are.
    var otherMembers: [(name: String, value: RawValue)] {
        members.filter { !OfflineDocument.ownMembers.contains($0.name) }
            .map { ($0.name, RawValue(bytes, $0.value)) }
    }

    /// A version as an offline-ready document lists it.
    func offlineVersion(
        _ version: PackumentVersion,
        _ semver: Semver,
        time: RawValue?,
        tarball: OfflineDocument.Tarball?
    ) -> OfflineDocument.Version {
        OfflineDocument.Version(
            version,
            semver: semver,
            object: RawValue(bytes, version.span),
            time: time,
            tarball: tarball
        )
    }
}
