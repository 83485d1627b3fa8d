extension PackageName {
    /// Names that stand for something else wherever packages lie: npm refuses them too.
    private static let reserved = ["node_modules", "favicon.ico"]

    static func brokenRule(in text: String) -> NameError.Rule? {
        let bytes = text.utf8
        if bytes.isEmpty { return .empty }
        guard bytes.first == UInt8(ascii: "@") else {
            if bytes.first == UInt8(ascii: "_") { return .underscore }
            if reserved.contains(text.lowercased()) { return .reserved }
            return brokenRule(inPart: bytes[...])
        }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .shape }
        return brokenRule(inPart: parts[0]) ?? brokenRule(inPart: parts[1])
    }

    private static func brokenRule(inPart part: Substring.UTF8View) -> NameError.Rule? {
        guard let first = part.first, let last = part.last else { return .shape }
        if part.count > 255 { return .long }
        if !part.allSatisfy(\.isNameByte) { return part.contains(UInt8(ascii: "/")) ? .shape : .character }
        if first == UInt8(ascii: ".") { return .hidden }
        return last == UInt8(ascii: ".") ? .trailingDot : nil
    }
}

extension UInt8 {
    /// The bytes that a URL needs no escape for (ECMA-262, `encodeURIComponent`), npm's measure for names and tags.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "~"),
            UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default: false
        }
    }
}
