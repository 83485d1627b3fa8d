import Trees

/// A place as a cursor holds it: the bytes of the name in hexadecimal, an `x`, and the key, so that it may stand in any query
/// as it is.
extension CatalogPlace {
    init?(cursor text: String) {
        let parts = text.split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let key = Int64(parts[1], radix: 36), let name = Self.name(parts[0]) else { return nil }
        self.init(key: key, name: name)
    }

    var cursor: String {
        let digits = name.utf8.flatMap { [$0 >> 4, $0 & 15] }
        return digits.map { String($0, radix: 16) }.joined() + "x" + String(key, radix: 36)
    }

    private static func name(_ text: Substring) -> String? {
        let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        return String(validating: bytes, as: UTF8.self)
    }
}
