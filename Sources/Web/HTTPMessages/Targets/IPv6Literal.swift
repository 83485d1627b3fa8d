/// What may stand between the brackets of a host: an IPv6 address as RFC 3986 §3.2.2 has it, without a zone.
enum IPv6Literal {
    private static let groups = 8

    static func isOne(_ text: ArraySlice<UInt8>) -> Bool {
        guard let gap = gap(in: text) else { return count(of: text, mayEndInIPv4: true) == groups }
        let rest = text[(gap + 2)...]
        // Another gap would leave open how long each of them is.
        guard self.gap(in: text[(gap + 1)...]) == nil, let before = count(of: text[..<gap], mayEndInIPv4: false),
            let after = count(of: rest, mayEndInIPv4: true)
        else { return false }
        return before + after < groups
    }

    /// Whether a text is four numbers up to 255 with dots between them.
    static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.allSatisfy(\.isDigit) && UInt8(String(decoding: part, as: UTF8.self)) != nil
            }
    }

    /// Where `::` begins, which stands for one group of zeros or more.
    private static func gap(in text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    /// How many groups there are, of which an IPv4 address is two; `nil` where one is none.
    private static func count(of text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let endsInIPv4 = mayEndInIPv4 && parts.last.map(isIPv4) == true
        let plain = endsInIPv4 ? parts.dropLast() : parts[...]
        guard plain.allSatisfy(isGroup) else { return nil }
        return plain.count + (endsInIPv4 ? 2 : 0)
    }

    private static func isGroup(_ part: ArraySlice<UInt8>) -> Bool {
        (1...4).contains(part.count) && part.allSatisfy { $0.hexDigitValue != nil }
    }
}
