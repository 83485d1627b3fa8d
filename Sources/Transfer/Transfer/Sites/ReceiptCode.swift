import Crypto

/// A receipt as 25 characters, for places that no file may leave (docs/formats/receipt.md, "The code").
///
/// It guards against typing errors, not against lies.
package struct ReceiptCode: Sendable, Equatable, CustomStringConvertible {
    /// What it vouches for.
    package struct Facts: Sendable, Hashable {
        /// Of the source.
        package let uuid: String
        package let site: String
        package let archiveID: String
        package let snapshot: String?

        package init(uuid: String, site: String, archiveID: String, snapshot: String?) {
            self.uuid = uuid
            self.site = site
            self.archiveID = archiveID
            self.snapshot = snapshot
        }
    }

    /// How many of the lowest bits of a counter it has.
    static let counterBits = 20
    private static let characters = 25

    package let kind: Receipt.Kind
    /// The lowest bits of the counter.
    let counter: Int64
    /// 96 bits.
    private let digest: [UInt8]

    /// Vouches for facts.
    init(kind: Receipt.Kind, counter: Int64, _ facts: Facts) {
        self.kind = kind
        self.counter = counter & (1 << Self.counterBits - 1)
        digest = Self.digest(of: facts, kind, self.counter)
    }

    /// Whether this is what it vouches for.
    package func vouches(for facts: Facts) -> Bool { digest == Self.digest(of: facts, kind, counter) }

    private static func digest(of facts: Facts, _ kind: Receipt.Kind, _ counter: Int64) -> [UInt8] {
        let lines = [
            "packferry.code/1", facts.uuid, facts.site, kind.rawValue, "\(counter)", facts.archiveID,
            facts.snapshot ?? "",
        ]
        return Array(SHA512.hash(Array(lines.map { "\($0)\n" }.joined().utf8)).bytes.prefix(12))
    }

    /// The characters in groups of five, as they are printed.
    package var description: String {
        let symbols = Base32.symbols(of: bytes)
        let groups = stride(from: 0, to: symbols.count, by: 5).map { String(symbols[$0..<($0 + 5)]) }
        return groups.joined(separator: "-")
    }

    private var bytes: [UInt8] {
        let front = UInt32(kind.number) << Self.counterBits | UInt32(counter)
        return [
            UInt8(truncatingIfNeeded: front >> 16), UInt8(truncatingIfNeeded: front >> 8),
            UInt8(truncatingIfNeeded: front),
        ] + digest
    }

    /// Reads what somebody typed: in either case, with dashes and spaces wherever they like.
    ///
    /// Throws what is wrong with it, a typing error too.
    package init(parsing text: String) throws {
        let symbols = text.uppercased().filter { $0 != "-" && !$0.isWhitespace }
        guard symbols.count == Self.characters else {
            throw Self.mistyped("has \(symbols.count) characters instead of \(Self.characters)")
        }
        guard let bytes = Base32.bytes(of: Array(symbols)) else {
            throw Self.mistyped("has a typing error: its characters do not fit each other")
        }
        let front = bytes.prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let kind = Receipt.Kind.allCases.first(where: { $0.number == front >> Self.counterBits }) else {
            throw Self.mistyped("is of a kind that this version does not know")
        }
        self.kind = kind
        counter = Int64(front & (1 << Self.counterBits - 1))
        digest = Array(bytes.dropFirst(3))
    }

    private static func mistyped(_ cause: String) -> TransferError {
        TransferError(.invalid, "code", cause, hint: "Compare it with what the site shows (`packferry receipt show`)")
    }
}

extension Receipt.Kind {
    /// What stands for it in a code; 0 is nothing.
    fileprivate var number: UInt32 {
        switch self {
        case .applied: 1
        case .rolledBack: 2
        }
    }
}

/// Crockford's base 32 with his check symbol (crockford.com/base32.html): no letter is taken for a digit, and one wrong
/// or two exchanged symbols are noticed.
private enum Base32 {
    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let checks = digits + Array("*~$=U")

    /// Eight symbols for each five bytes, and the check symbol.
    static func symbols(of bytes: [UInt8]) -> [Character] {
        var symbols: [Character] = []
        for start in stride(from: 0, to: bytes.count, by: 5) {
            let group = bytes[start..<(start + 5)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            symbols += stride(from: 35, through: 0, by: -5).map { digits[Int(group >> UInt64($0) & 31)] }
        }
        return symbols + [checks[remainder(of: bytes)]]
    }

    /// What symbols stand for; `nil` where one is none, or the last does not fit the others.
    static func bytes(of symbols: [Character]) -> [UInt8]? {
        let plain = symbols.map { $0 == "O" ? "0" : $0 == "I" || $0 == "L" ? "1" : $0 }
        let values = plain.dropLast().compactMap { digits.firstIndex(of: $0) }
        guard values.count == symbols.count - 1, let last = plain.last, let check = checks.firstIndex(of: last) else {
            return nil
        }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: values.count, by: 8) {
            let group = values[start..<(start + 8)].reduce(UInt64(0)) { $0 << 5 | UInt64($1) }
            bytes += stride(from: 32, through: 0, by: -8).map { UInt8(truncatingIfNeeded: group >> UInt64($0)) }
        }
        return remainder(of: bytes) == check ? bytes : nil
    }

    private static func remainder(of bytes: [UInt8]) -> Int { bytes.reduce(0) { ($0 << 8 + Int($1)) % 37 } }
}
