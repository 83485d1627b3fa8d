/// Base64 between a first and a last line, as OpenSSH writes private keys and signatures.
struct SSHArmor {
    /// Base64 in lines of 70, as OpenSSH breaks them.
    private static let lineLength = 70
    private static let longest = 64 << 10

    private let first: String
    private let last: String

    init(_ label: String) {
        first = "-----BEGIN \(label)-----"
        last = "-----END \(label)-----"
    }

    static let privateKey = SSHArmor("OPENSSH PRIVATE KEY")
    static let signature = SSHArmor("SSH SIGNATURE")

    func wrap(_ bytes: [UInt8]) -> [UInt8] {
        var (lines, text) = ([first], Base64.encode(bytes)[...])
        while !text.isEmpty {
            lines.append(String(text.prefix(Self.lineLength)))
            text = text.dropFirst(Self.lineLength)
        }
        return Array((lines + [last, ""]).joined(separator: "\n").utf8)
    }

    /// What stands between the lines, however it is broken; `nil` where the text is not of this kind.
    func unwrap(_ text: [UInt8]) -> [UInt8]? {
        guard text.count <= Self.longest else { return nil }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.popLast()?.isEmpty == true, lines.count > 2, lines[0].elementsEqual(first.utf8),
            lines[lines.count - 1].elementsEqual(last.utf8)
        else { return nil }
        return Base64.decode(lines[1..<(lines.count - 1)].joined())
    }
}
