import JSON
import Posix

/// Which package and version a package.json says it is of.
struct PackageIdentity: Hashable, Sendable, CustomStringConvertible {
    /// Longer names and versions than any registry takes are cut.
    private static let longest = 512

    let name: String
    let version: String

    init(name: String, version: String) {
        self.name = String(name.prefix(Self.longest))
        self.version = String(version.prefix(Self.longest))
    }

    /// Reads a package.json as npm does: a byte order mark is passed over; `nil` where it cannot be read or says neither.
    init?(manifest: [UInt8]) {
        let start = manifest.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let members = try? Self.members(manifest, from: start), let name = members.name else { return nil }
        self.init(name: name, version: members.version ?? "")
    }

    private static func members(
        _ bytes: [UInt8],
        from start: Int
    ) throws(JSONError) -> (name: String?, version: String?) {
        var scanner = try JSONScanner(bytes, range: start..<bytes.count)
        var (name, version): (String?, String?) = (nil, nil)
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            switch key {
            case "name": name = try scanner.optionalString()
            case "version": version = try scanner.optionalString()
            default: _ = try scanner.skipValue()
            }
        }
        return (name, version)
    }

    /// Whether it is the package `name`, and `version` or what npm takes for the same: `v1.0.0`, `1.0.0+build`.
    func isOf(_ name: PackageName, _ version: String) -> Bool {
        guard self.name == name.string || self.name.trimmed == name.string else { return false }
        if self.version == version { return true }
        guard let own = Semver(parsing: self.version.trimmed, loose: true) else { return false }
        return own == Semver(parsing: version, loose: true)
    }

    var description: String { PathError.printable(version.isEmpty ? name : "\(name)@\(version)") }

    /// Both, on a line each.
    var encoded: String { "\(name)\n\(version)" }

    /// Reads what `encoded` gave; `nil` for nothing.
    init?(encoded text: String) {
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(name: parts[0], version: parts[1])
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
