extension Semver {
    /// The longest text npm reads as a version.
    static let longestText = 256

    /// Reads a version as npm does; `nil` for anything else.
    ///
    /// Strict reading is semver 2.0.0 with an optional leading `v`. Loose reading also takes what old packages carry:
    /// several `v`, `=` or blanks before it, leading zeros, and a prerelease without its hyphen (`1.2.3beta`).
    package init?(parsing text: String, loose: Bool = false) {
        self.init(bytes: text.utf8Span.span, loose: loose)
    }

    /// The same over bytes.
    package init?(bytes: Span<UInt8>, loose: Bool = false) {
        guard bytes.count <= Self.longestText else { return nil }
        var start = 0
        var end = bytes.count
        while start < end, bytes[start].isBlank { start += 1 }
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        if loose {
            while start < end, bytes[start].isVersionPrefix { start += 1 }
        } else if start < end, bytes[start] == UInt8(ascii: "v") {
            start += 1
        }
        self.init(bare: bytes.extracting(start..<end), loose: loose)
    }

    /// Reads a version that fills `bytes`, with nothing before or after it.
    private init?(bare bytes: Span<UInt8>, loose: Bool) {
        var at = 0
        guard let major = Self.component(bytes, &at, loose: loose), Self.dot(bytes, &at),
            let minor = Self.component(bytes, &at, loose: loose), Self.dot(bytes, &at),
            let (patch, prerelease) = Self.tail(bytes.extracting(at..<bytes.count), loose: loose)
        else { return nil }
        self.init(major, minor, patch, prerelease)
    }

    /// Reads the third component and all that follows it.
    static func tail(_ bytes: Span<UInt8>, loose: Bool) -> (patch: UInt64, prerelease: Prerelease)? {
        var at = 0
        guard let patch = component(bytes, &at, loose: loose) else { return nil }
        if let prerelease = suffix(bytes.extracting(at..<bytes.count), loose: loose) { return (patch, prerelease) }
        // A fourth component takes the last digit of the third into a prerelease: npm reads `1.2.34.5` as `1.2.3-4.5`.
        guard loose, at > 1, let rest = suffix(bytes.extracting((at - 1)..<bytes.count), loose: true) else {
            return nil
        }
        var start = 0
        return component(bytes.extracting(0..<(at - 1)), &start, loose: true).map { ($0, rest) }
    }

    /// Reads what follows the third component: nothing, `-prerelease`, `+build` or both.
    static func suffix(_ bytes: Span<UInt8>, loose: Bool) -> Prerelease? {
        guard bytes.count > 0 else { return Prerelease.none }
        var plus = 0
        while plus < bytes.count, bytes[plus] != UInt8(ascii: "+") { plus += 1 }
        // Build identifiers may have leading zeros (semver 2.0.0 §10), which is what loose reading allows.
        if plus < bytes.count, Prerelease(bytes.extracting((plus + 1)..<bytes.count), loose: true) == nil { return nil }
        guard plus > 0 else { return Prerelease.none }
        let hyphen = bytes[0] == UInt8(ascii: "-")
        if hyphen, let prerelease = Prerelease(bytes.extracting(1..<plus), loose: loose) { return prerelease }
        // The hyphen is optional in loose reading, so a lone one is itself an identifier.
        return loose ? Prerelease(bytes.extracting(0..<plus), loose: true) : nil
    }

    /// Reads digits at `at` and moves it past them; anything above 2^53 − 1 gives 2^53, which no version accepts.
    static func component(_ bytes: Span<UInt8>, _ at: inout Int, loose: Bool) -> UInt64? {
        let start = at
        var value: UInt64 = 0
        while at < bytes.count, bytes[at].isDigit {
            value = min(value * 10 + UInt64(bytes[at] &- UInt8(ascii: "0")), largestComponent + 1)
            at += 1
        }
        guard at > start else { return nil }
        guard loose || at == start + 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        return value
    }

    static func dot(_ bytes: Span<UInt8>, _ at: inout Int) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: ".") else { return false }
        at += 1
        return true
    }
}

extension UInt8 {
    /// `0` to `9`.
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// What semver 2.0.0 §9 allows in an identifier: ASCII letters, digits and the hyphen.
    var isIdentifierByte: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "-") }

    /// The ASCII white space that npm trims.
    var isBlank: Bool { self == UInt8(ascii: " ") || self &- 9 < 5 }

    /// What npm's loose reading skips before a version: blanks, `v` and `=`.
    var isVersionPrefix: Bool { self == UInt8(ascii: "v") || self == UInt8(ascii: "=") || isBlank }

    /// What stands for an open component of a version: `x`, `X` or `*`.
    var isOpenComponent: Bool { self | 0x20 == UInt8(ascii: "x") || self == UInt8(ascii: "*") }

    /// `<` or `>`.
    var isAngle: Bool { self == UInt8(ascii: "<") || self == UInt8(ascii: ">") }
}
