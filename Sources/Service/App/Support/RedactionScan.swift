/// One pass over a text that leaves out what looks like a secret: users and passwords in addresses, values under names such
/// as `token`, what follows `Bearer`, and tokens of well-known shapes.
struct RedactionScan {
    /// Parts of names under which secrets stand.
    private static let telling = [
        "password", "passwd", "passphrase", "secret", "token", "authorization", "apikey", "api_key", "api-key",
        "cookie",
        "credential", "private_key", "private-key", "privatekey",
    ]
    /// Ends of such names.
    private static let endings = ["_auth", "-auth", "pwd", "_pass"]
    /// Under these the rest of a line is one value.
    private static let whole = ["authorization", "cookie"]
    /// What tokens of well-known makers begin with.
    private static let beginnings = ["github_pat_", "glpat-", "xoxb-", "xoxp-", "eyJ"].map { Array($0.utf8) }
    /// The same of those that have letters and digits alone behind that.
    private static let plainBeginnings = ["npm_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "AKIA"].map { Array($0.utf8) }
    private static let harmless: Set<String> = ["null", "true", "false", "none"]

    private let bytes: [UInt8]
    private var place = 0
    private var result: [UInt8] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        result.reserveCapacity(bytes.count)
    }

    mutating func run() -> [UInt8] {
        while place < bytes.count {
            if bytes[place...].starts(with: "://".utf8) {
                takeAddress()
            } else if bytes[place].isWordByte {
                takeWord()
            } else {
                copy(to: place + 1)
            }
        }
        return result
    }

    private mutating func copy(to end: Int) {
        result += bytes[place..<end]
        place = end
    }

    private mutating func remove(to end: Int) {
        result += Redaction.mark
        place = end
    }

    /// An address goes on without its user and password.
    private mutating func takeAddress() {
        copy(to: place + 3)
        let end = bytes[place...].firstIndex { $0 <= 0x20 || "/?#\"<>\\`{}|^".utf8.contains($0) } ?? bytes.count
        if let mark = bytes[place..<end].lastIndex(of: UInt8(ascii: "@")), mark > place { remove(to: mark) }
    }

    private mutating func takeWord() {
        let start = place
        let end = bytes[start...].firstIndex { !$0.isWordByte } ?? bytes.count
        let word = String(decoding: bytes[start..<end], as: UTF8.self)
        if Self.looksLikeToken(bytes[start..<end]) {
            return remove(to: Self.endOfToken(from: end, in: bytes))
        }
        copy(to: end)
        let name = word.lowercased()
        if name == "bearer" || name == "basic" { return takeCredentials(after: name) }
        if Self.telling.contains(where: name.contains) || Self.endings.contains(where: name.hasSuffix) || name == "auth"
        {
            takeValue(of: name)
        }
    }

    private static func looksLikeToken(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count >= 16 else { return false }
        if beginnings.contains(where: { word.starts(with: $0) }) { return true }
        return plainBeginnings.contains { beginning in
            let rest = word.dropFirst(beginning.count)
            return word.starts(with: beginning)
                && rest.allSatisfy { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
        }
    }

    /// Three parts with dots between them are one token, too.
    private static func endOfToken(from end: Int, in bytes: [UInt8]) -> Int {
        bytes[end...].firstIndex { !$0.isWordByte && $0 != UInt8(ascii: ".") } ?? bytes.count
    }

    /// What follows the name of a scheme, if it can be one: both are words of English, too.
    private mutating func takeCredentials(after scheme: String) {
        let start = bytes[place...].firstIndex { $0 != 0x20 } ?? bytes.count
        guard start > place else { return }
        let end = bytes[start...].firstIndex { !$0.isCredentialByte } ?? bytes.count
        let value = bytes[start..<end]
        let isPlain = value.allSatisfy { (0x61...0x7A).contains($0) }
        guard value.count >= 6, scheme == "bearer" || !isPlain else { return }
        copy(to: start)
        remove(to: end)
    }

    /// What stands under a name that tells of a secret; where it lies (`env:`, `file:`) is none.
    private mutating func takeValue(of name: String) {
        let isQuote: (UInt8) -> Bool = { "\"'\\".utf8.contains($0) }
        var next = bytes[place...].firstIndex { !isQuote($0) } ?? bytes.count
        next = bytes[next...].firstIndex { $0 != 0x20 } ?? bytes.count
        guard next < bytes.count, ":=".utf8.contains(bytes[next]) else { return }
        next = bytes[(next + 1)...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
        let start = bytes[next...].firstIndex { !isQuote($0) } ?? bytes.count
        guard start < bytes.count else { return }
        guard !bytes[start...].starts(with: Redaction.mark) else { return }
        if "[{".utf8.contains(bytes[start]) {
            // A section of the configuration is called so, and holds none.
            guard name != "auth" else { return }
            copy(to: start)
            return remove(to: Self.endOfBrackets(from: start, in: bytes))
        }
        let isWhole = Self.whole.contains { name.contains($0) }
        let end = Self.endOfValue(from: start, isQuoted: start > next, isWhole: isWhole, in: bytes)
        let value = String(decoding: bytes[start..<end], as: UTF8.self)
        guard end > start, !Self.harmless.contains(value.lowercased()), !value.hasPrefix("env:"),
            !value.hasPrefix("file:")
        else { return }
        copy(to: start)
        remove(to: end)
    }

    private static func endOfValue(from start: Int, isQuoted: Bool, isWhole: Bool, in bytes: [UInt8]) -> Int {
        bytes[start...].firstIndex { byte in
            if byte == 0x0A || byte == 0x0D { return true }
            if isQuoted { return "\"'\\".utf8.contains(byte) }
            return "\"'\\".utf8.contains(byte) || !isWhole && (byte <= 0x20 || ",;&}])".utf8.contains(byte))
        } ?? bytes.count
    }

    /// Behind the bracket that closes the one here; where none does, all of it.
    private static func endOfBrackets(from start: Int, in bytes: [UInt8]) -> Int {
        var depth = 0
        for index in start..<bytes.count {
            if "[{".utf8.contains(bytes[index]) { depth += 1 }
            if "]}".utf8.contains(bytes[index]) { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return bytes.count
    }
}

extension UInt8 {
    /// A letter, a digit, a dash or an underscore.
    fileprivate var isWordByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// What tokens and base64 are made of.
    fileprivate var isCredentialByte: Bool { isWordByte || "+/=._~".utf8.contains(self) }
}
