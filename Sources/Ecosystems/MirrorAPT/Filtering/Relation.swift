/// One alternative of a dependency, such as `libc6 (>= 2.36)` (Debian Policy §7.1).
struct Relation: Hashable, Sendable {
    enum Comparison: String, Sendable {
        case earlier = "<<"
        case earlierOrEqual = "<="
        case equal = "="
        case laterOrEqual = ">="
        case later = ">>"
        // What `<` and `>` mean to dpkg, which they are left from.
        case formerlyEarlier = "<"
        case formerlyLater = ">"
    }

    let name: String
    /// What stands after a colon: `any`, `native` or an architecture.
    let qualifier: String?
    let comparison: Comparison?
    let version: String

    /// Whether a package of this version will do; a version that cannot be compared will not, where one is asked for.
    func allows(_ version: String) -> Bool {
        guard let comparison else { return true }
        guard let own = DebianVersion(version), let other = DebianVersion(self.version) else { return false }
        return switch comparison {
        case .earlier: own < other
        case .earlierOrEqual, .formerlyEarlier: own <= other
        case .equal: own == other
        case .laterOrEqual, .formerlyLater: own >= other
        case .later: own > other
        }
    }
}

extension Relation {
    /// The groups of a field, each of alternatives; what cannot be read is left out.
    ///
    /// Restrictions to architectures and profiles, in brackets, are of source packages alone and not looked at.
    static func groups(_ text: String) -> [[Relation]] {
        text.utf8.split(separator: UInt8(ascii: ","))
            .map { $0.split(separator: UInt8(ascii: "|")).compactMap { Relation(Array($0)[...].trimmed) } }
            .filter { !$0.isEmpty }
    }

    private init?(_ text: ArraySlice<UInt8>) {
        let isNameEnd: (UInt8) -> Bool = {
            $0.isSpace || [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "<")].contains($0)
        }
        let head = text.prefix { !isNameEnd($0) }
        let parts = head.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard let name = parts.first else { return nil }
        self.name = String(decoding: name, as: UTF8.self)
        qualifier = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : nil
        let rest = text.dropFirst(head.count)
        guard let open = rest.firstIndex(of: UInt8(ascii: "(")), let close = rest.firstIndex(of: UInt8(ascii: ")")),
            open < close
        else {
            (comparison, version) = (nil, "")
            return
        }
        let condition = rest[(open + 1)..<close].trimmed
        let sign = condition.prefix { [UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">")].contains($0) }
        guard let comparison = Comparison(rawValue: String(decoding: sign, as: UTF8.self)) else { return nil }
        self.comparison = comparison
        version = String(decoding: condition.dropFirst(sign.count).trimmed, as: UTF8.self)
    }
}
