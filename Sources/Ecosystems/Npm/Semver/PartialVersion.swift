/// A version whose last components may be open: `1`, `1.x`, `1.2.*`, or a whole one such as `1.2.3-rc.1`.
struct PartialVersion: Sendable {
    /// The components from the left up to the first open one: none to three.
    let major: UInt64?
    let minor: UInt64?
    let patch: UInt64?
    /// Empty unless all three components are there.
    let prerelease: Prerelease
    /// Whether at most one `v` stands before it, which is all that strict reading takes before a whole version.
    let isPlain: Bool
    /// Whether no number follows an open component, as in `1.x.5`.
    let isOrdered: Bool

    /// Reads a partial version that fills `bytes`; what follows an open component is checked and has no meaning.
    init?(_ bytes: Span<UInt8>, loose: Bool) {
        var at = 0
        while at < bytes.count, bytes[at].isVersionPrefix { at += 1 }
        isPlain = at == 0 || (at == 1 && bytes[0] == UInt8(ascii: "v"))
        guard let parts = Self.parts(bytes.extracting(at..<bytes.count), loose: loose) else { return nil }
        isOrdered = !Self.isOpen(parts.major, before: parts.minor) && !Self.isOpen(parts.minor, before: parts.patch)
        major = parts.major
        minor = parts.major == nil ? nil : parts.minor
        patch = minor == nil ? nil : parts.patch
        prerelease = patch == nil ? .none : parts.prerelease
    }

    private static func isOpen(_ component: UInt64?, before next: UInt64?) -> Bool { component == nil && next != nil }

    private typealias Parts = (major: UInt64?, minor: UInt64?, patch: UInt64?, prerelease: Prerelease)

    private static func parts(_ bytes: Span<UInt8>, loose: Bool) -> Parts? {
        var at = 0
        guard let major = component(bytes, &at, loose: loose) else { return nil }
        guard Semver.dot(bytes, &at) else { return at == bytes.count ? (major, nil, nil, .none) : nil }
        guard let minor = component(bytes, &at, loose: loose) else { return nil }
        guard Semver.dot(bytes, &at) else { return at == bytes.count ? (major, minor, nil, .none) : nil }
        let rest = bytes.extracting(at..<bytes.count)
        if let tail = Semver.tail(rest, loose: loose) { return (major, minor, tail.patch, tail.prerelease) }
        guard open(bytes, &at), Semver.suffix(bytes.extracting(at..<bytes.count), loose: loose) != nil else {
            return nil
        }
        return (major, minor, nil, .none)
    }

    /// A number, or an inner `nil` for an open component; `nil` when neither stands at `at`.
    private static func component(_ bytes: Span<UInt8>, _ at: inout Int, loose: Bool) -> UInt64?? {
        open(bytes, &at) ? .some(nil) : Semver.component(bytes, &at, loose: loose).map { $0 }
    }

    private static func open(_ bytes: Span<UInt8>, _ at: inout Int) -> Bool {
        guard at < bytes.count, bytes[at].isOpenComponent else { return false }
        at += 1
        return true
    }
}
