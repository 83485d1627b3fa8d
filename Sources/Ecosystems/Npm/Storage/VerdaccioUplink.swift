import YAML

/// One entry of `uplinks:` in Verdaccio's configuration: how it treats a registry that it fetches from.
package struct VerdaccioUplink: Sendable, Equatable {
    package let name: String
    /// How long it takes what the registry said for fresh, and does not ask again (`maxage`).
    package var maxAge = Duration.seconds(120)
    /// After how many failures in a row it takes the registry for offline (`max_fails`).
    package var maxFails = 2
    /// How long it then asks for nothing (`fail_timeout`).
    package var failTimeout = Duration.seconds(300)
    /// Whether tarballs that it fetches reach the storage (`cache`).
    package var keepsTarballs = true

    /// With what Verdaccio does unless it is told otherwise.
    package init(_ name: String) { self.name = name }

    /// Reads what is set; what cannot be read stays as it would be without, for that Verdaccio does not start with it.
    init(_ entry: YAMLEntry) throws(YAMLError) {
        self.init(entry.key)
        guard !entry.value.isNull else { return }
        for setting in try entry.value.entries() {
            guard case .scalar(let scalar) = setting.value.content, !scalar.isNull || setting.key == "cache" else {
                continue
            }
            switch setting.key {
            case "maxage": maxAge = Self.interval(scalar.text) ?? maxAge
            case "max_fails": maxFails = Int(scalar.text) ?? maxFails
            case "fail_timeout": failTimeout = Self.interval(scalar.text) ?? failTimeout
            case "cache": keepsTarballs = !setting.value.isFalsy
            default: break
            }
        }
    }

    /// As Verdaccio reads it: numbers with units from the longest to the shortest, `1h 30m`; seconds without a unit.
    static func interval(_ text: String) -> Duration? {
        var (sum, last) = (0.0, Double.infinity)
        for part in text.split(whereSeparator: \.isWhitespace) {
            let number = part.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            guard let count = Double(number), let unit = units[String(part.dropFirst(number.count))], unit < last else {
                return nil
            }
            (sum, last) = (sum + count * unit, unit)
        }
        // What no duration can hold is no setting that anybody waits for.
        return sum < 1e12 ? .seconds(sum) : nil
    }

    private static let units: [String: Double] = [
        "": 1, "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "M": 2_592_000, "y": 31_536_000,
    ]
}
