import JSON
import Time

/// What an offline-ready document takes over from a packument.
extension Packument {
    /// What is said of when each version was published, where it is a string.
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

    /// The members that are carried as they are; one that is to be an object and is none is an empty one.
    var otherMembers: [(name: String, value: RawValue)] {
        members.filter { !OfflineDocument.ownMembers.contains($0.name) }.map { ($0.name, value(of: $0)) }
    }

    private func value(of member: MemberSpan) -> RawValue {
        RawValue(bytes, member.value).isSound(as: member.name) ? RawValue(bytes, member.value) : RawValue([:])
    }
}
