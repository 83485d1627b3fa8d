extension TarballFileName {
    /// The file that a `dist.tarball` address names: its last path component, percent-decoded once.
    ///
    /// `nil` if that is no safe file name, or hides a slash behind an escape.
    init?(address: ArraySlice<UInt8>) {
        guard let decoded = Self.percentDecoded(Self.lastComponent(of: address)),
            let name = try? TarballFileName(decoded)
        else { return nil }
        self = name
    }

    /// What follows the last slash before query and fragment.
    private static func lastComponent(of address: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let bytes = address.span
        var start = 0
        var end = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: "?"), bytes[end] != UInt8(ascii: "#") {
            end += 1
            if bytes[end - 1] == UInt8(ascii: "/") { start = end }
        }
        return address.dropFirst(start).prefix(end - start)
    }

    private static func percentDecoded(_ text: ArraySlice<UInt8>) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return String(decoding: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
