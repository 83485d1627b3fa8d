/// The version of a package, ordered as dpkg orders them (deb-version(7)).
///
/// Versions that dpkg takes for the same are equal, however they are written: `1.0`, `0:1.0-0`, `1.00`.
package struct DebianVersion: Comparable, Sendable, CustomStringConvertible {
    /// As it was written.
    package let description: String
    private let epoch: Int
    private let upstream: ArraySlice<UInt8>
    private let revision: ArraySlice<UInt8>

    /// Reads a version; `nil` for what dpkg refuses to compare.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard rest.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        var epoch = 0
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            guard let number = Self.epoch(rest[..<colon]) else { return nil }
            epoch = number
            rest = rest[(colon + 1)...]
        }
        let dash = rest.lastIndex(of: UInt8(ascii: "-"))
        upstream = dash.map { rest[..<$0] } ?? rest
        revision = dash.map { rest[($0 + 1)...] } ?? []
        guard !upstream.isEmpty, dash == nil || !revision.isEmpty else { return nil }
        self.epoch = epoch
        description = text
    }

    package static func < (left: DebianVersion, right: DebianVersion) -> Bool { left.order(to: right) < 0 }

    package static func == (left: DebianVersion, right: DebianVersion) -> Bool { left.order(to: right) == 0 }

    private func order(to other: DebianVersion) -> Int {
        if epoch != other.epoch { return epoch - other.epoch }
        let upstream = VersionPart.order(upstream, other.upstream)
        return upstream != 0 ? upstream : VersionPart.order(revision, other.revision)
    }

    private static func epoch(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        guard significant.count <= 10 else { return nil }
        let number = significant.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return number <= Int(Int32.max) ? number : nil
    }
}

/// What stands between a version's epoch, dashes and ends.
private enum VersionPart {
    /// Negative where `left` comes first: texts and numbers are compared in turns.
    static func order(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        var (left, right) = (left, right)
        while !left.isEmpty || !right.isEmpty {
            let text = orderOfText(&left, &right)
            if text != 0 { return text }
            let number = orderOfNumber(&left, &right)
            if number != 0 { return number }
        }
        return 0
    }

    private static func orderOfText(_ left: inout ArraySlice<UInt8>, _ right: inout ArraySlice<UInt8>) -> Int {
        while left.first?.isDigit == false || right.first?.isDigit == false {
            let difference = weight(left.first) - weight(right.first)
            if difference != 0 { return difference }
            _ = (left.popFirst(), right.popFirst())
        }
        return 0
    }

    /// A tilde comes before the end, letters before all other signs.
    private static func weight(_ byte: UInt8?) -> Int {
        switch byte {
        case nil: 0
        case UInt8(ascii: "~")?: -1
        case let byte? where byte.isDigit: 0
        case let byte? where (0x61...0x7A).contains(byte.asciiLowercase): Int(byte)
        case let byte?: Int(byte) + 256
        }
    }

    private static func orderOfNumber(_ left: inout ArraySlice<UInt8>, _ right: inout ArraySlice<UInt8>) -> Int {
        let (own, other) = (number(&left), number(&right))
        if own.count != other.count { return own.count - other.count }
        return zip(own, other).lazy.map { Int($0) - Int($1) }.first { $0 != 0 } ?? 0
    }

    /// The digits at the start, without zeros before them: as many as there are, they may be beyond any integer.
    private static func number(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix { $0.isDigit }
        rest = rest.dropFirst(digits.count)
        return digits.drop { $0 == UInt8(ascii: "0") }
    }
}
