extension ZoneRules {
    /// The longest file that is read; real ones have less than 5 KiB.
    package static let fileLimit = 256 << 10

    /// Reads what a file of the system's time zones holds (RFC 9636); `nil` for anything else, or where leap seconds are
    /// counted in it.
    package init?(file bytes: [UInt8]) {
        guard bytes.count <= Self.fileLimit, let short = ZoneBlock(bytes[...], width: 4) else { return nil }
        guard short.version >= UInt8(ascii: "2") else {
            guard let zone = short.zone(rule: nil) else { return nil }
            self = zone
            return
        }
        // What follows the first block says the same with more years.
        guard let long = ZoneBlock(bytes.dropFirst(short.length), width: 8) else { return nil }
        let footer = bytes.dropFirst(short.length + long.length)
        guard footer.count >= 2, footer.first == 0x0A, let end = footer.dropFirst().firstIndex(of: 0x0A) else {
            return nil
        }
        let text = footer[(footer.startIndex + 1)..<end]
        let rule = text.isEmpty ? nil : YearlyRule(text)
        guard text.isEmpty || rule != nil, let zone = long.zone(rule: rule) else { return nil }
        self = zone
    }
}

/// A header and its data (RFC 9636 §3.1, §3.2), with moments of four or eight bytes.
private struct ZoneBlock {
    private static let headerLength = 44
    private static let typeLength = 6

    let version: UInt8
    /// Bytes of header and data.
    let length: Int
    private let data: ArraySlice<UInt8>
    private let width: Int
    private let times: Int
    private let types: Int
    private let leaps: Int

    init?(_ bytes: ArraySlice<UInt8>, width: Int) {
        guard bytes.count >= Self.headerLength, bytes.prefix(4).elementsEqual("TZif".utf8) else { return nil }
        func count(_ index: Int) -> Int { Int(clamping: bytes.integer(at: 20 + index * 4, width: 4)) }
        let (utc, standard, leaps) = (count(0), count(1), count(2))
        let (times, types, letters) = (count(3), count(4), count(5))
        guard [utc, standard, leaps, times, types, letters].allSatisfy({ (0...ZoneRules.fileLimit).contains($0) })
        else {
            return nil
        }
        let body = times * (width + 1) + types * Self.typeLength + letters + leaps * (width + 4) + standard + utc
        guard bytes.count >= Self.headerLength + body else { return nil }
        version = bytes[bytes.startIndex + 4]
        length = Self.headerLength + body
        data = bytes.dropFirst(Self.headerLength).prefix(body)
        (self.width, self.times, self.types, self.leaps) = (width, times, types, leaps)
    }

    /// The zone that it describes; `nil` where it contradicts itself, or counts leap seconds.
    func zone(rule: YearlyRule?) -> ZoneRules? {
        guard leaps == 0, types > 0 else { return nil }
        var transitions: [ZoneRules.Transition] = []
        for index in 0..<times {
            let time = data.integer(at: index * width, width: width)
            guard let offset = offset(ofType: Int(data[data.startIndex + times * width + index])) else { return nil }
            guard time > transitions.last?.time ?? .min else { return nil }
            transitions.append(ZoneRules.Transition(time: time, offset: offset))
        }
        guard let first = offset(ofType: 0) else { return nil }
        return ZoneRules(first: first, transitions: transitions, rule: rule)
    }

    /// No zone was ever further than 26 hours from UTC.
    private func offset(ofType type: Int) -> Int64? {
        guard type < types else { return nil }
        let offset = data.integer(at: times * (width + 1) + type * Self.typeLength, width: 4)
        return abs(offset) <= 26 * 3600 ? offset : nil
    }
}

extension ArraySlice<UInt8> {
    /// A signed number, its first byte the greatest.
    fileprivate func integer(at offset: Int, width: Int) -> Int64 {
        let start = startIndex + offset
        let bits = self[start..<start + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }
}
