/// Takes secrets out of a text: those that are known, and whatever looks like one.
///
/// Rather too much goes than too little: what is left is for somebody else's eyes.
struct Redaction: Sendable {
    /// What stands where a secret was.
    static let mark = Array("[removed]".utf8)

    /// Shorter ones would be found in every other word.
    private static let leastLength = 4

    private let secrets: [[UInt8]]

    /// Knows these secrets, each as it is written; what follows a scheme or a user's name is one by itself, too.
    init(knowing secrets: [String]) {
        let parts = secrets.flatMap { secret in
            [secret] + secret.split(separator: " ").map(String.init)
                + (secret.firstIndex(of: ":").map { [String(secret[secret.index(after: $0)...])] } ?? [])
        }
        let words = parts.filter { !["bearer", "basic"].contains($0.lowercased()) }
        let all = Set(words.map { Array($0.utf8) }.filter { $0.count >= Self.leastLength })
        // The longest first, so that none is cut into pieces that are known no more.
        self.secrets = all.sorted { $0.count > $1.count }
    }

    /// The text without them.
    func clean(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        for secret in secrets { bytes = bytes.replacing(secret, with: Self.mark) }
        var scan = RedactionScan(Self.withoutKeys(bytes))
        return scan.run()
    }

    /// Whether one that is known is left.
    func isKnown(in bytes: [UInt8]) -> Bool { secrets.contains { !bytes.ranges(of: $0).isEmpty } }

    /// Takes private keys out, as they stand between their two lines.
    private static func withoutKeys(_ bytes: [UInt8]) -> [UInt8] {
        let (begin, kind, end) = (Array("-----BEGIN ".utf8), Array("PRIVATE KEY-----".utf8), Array("-----END ".utf8))
        var (result, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes[...])
        while let start = rest.firstRange(of: begin) {
            let body = rest[start.upperBound...]
            guard let title = body.firstRange(of: kind), title.lowerBound - start.upperBound < 40 else {
                result += rest[..<start.upperBound]
                rest = body
                continue
            }
            result += rest[..<start.lowerBound] + mark
            guard let close = body.firstRange(of: end), let last = body[close.upperBound...].firstRange(of: kind) else {
                // What was cut off is no less secret.
                return result
            }
            rest = body[last.upperBound...]
        }
        return result + rest
    }
}
