import JSON
import Jobs

extension EffectiveConfiguration {
    /// The keys of which a running service takes another value over, with all below them.
    private static let live = ["retention", "log", "limits.download"]

    /// What another reading of the same file changes.
    struct Difference: Equatable {
        /// Keys that count from now on.
        var live: [String] = []
        /// Keys that count only once the service starts again.
        var later: [String] = []
    }

    /// Which keys have another value in `other`, in order.
    func difference(to other: EffectiveConfiguration) -> Difference {
        let (former, latter) = (flat, other.flat)
        var difference = Difference()
        for key in Set(former.keys).union(latter.keys).sorted() where former[key] != latter[key] {
            if isLive(key, in: other) { difference.live.append(key) } else { difference.later.append(key) }
        }
        return difference
    }

    /// This one, with what `other` says of all that may change while a service runs.
    func taking(liveOf other: EffectiveConfiguration) -> EffectiveConfiguration {
        var values = values
        values.retention = other.values.retention
        values.logLevel = other.values.logLevel
        values.limits.downloadRate = other.values.limits.downloadRate
        if isLive("schedules", in: other) { values.schedules = other.values.schedules }
        let origins = self.origins(mergedWith: other) { isLive($0, in: other) }
        return EffectiveConfiguration(values: values, file: file, origins: origins)
    }

    /// Schedules count at once, unless one of them is of a repository that is not open yet.
    private func isLive(_ key: String, in other: EffectiveConfiguration) -> Bool {
        if key.hasPrefix("schedules") {
            let open = Set(values.repositories.map(\.name.string))
            return other.values.schedules.allSatisfy { open.contains($0.repository) }
        }
        return Self.live.contains { key == $0 || key.hasPrefix("\($0).") }
    }

    /// Every key with its value; the schedules are one.
    private var flat: [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        func add(_ value: JSONValue, at path: String) {
            guard case .object(let members) = value else { return found[path] = value }
            for (key, member) in members { add(member, at: path.isEmpty ? key : "\(path).\(key)") }
        }
        add(document["configuration"] ?? .object([]), at: "")
        return found
    }
}
