package import Crypto

/// The digests that a list states for one file.
package struct ListedDigests: Hashable, Sendable {
    /// A hash function that lists may state, in the order of their strength.
    package enum Algorithm: String, Sendable, CaseIterable, Comparable {
        case md5 = "MD5Sum"
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"

        /// Whether what it gives can be relied on.
        package var isStrong: Bool { self >= .sha256 }

        package static func < (left: Algorithm, right: Algorithm) -> Bool { left.place < right.place }

        private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        fileprivate var digits: Int {
            switch self {
            case .md5: 32
            case .sha1: 40
            case .sha256: 64
            case .sha512: 128
            }
        }
    }

    /// As 32 hexadecimal digits: it names files and proves nothing.
    package private(set) var md5: String?
    package private(set) var sha1: SHA1Digest?
    package private(set) var sha256: SHA256Digest?
    package private(set) var sha512: SHA512Digest?

    /// Those that are known already; more can be added.
    package init(sha256: SHA256Digest? = nil, sha512: SHA512Digest? = nil) {
        self.sha256 = sha256
        self.sha512 = sha512
    }

    /// Whether there is one that can be relied on.
    package var isStrong: Bool { sha256 != nil || sha512 != nil }

    /// Those that are there, weakest first, with their hexadecimal digits.
    package var all: [(algorithm: Algorithm, hex: String)] {
        let hex = [md5, sha1?.hex, sha256?.hex, sha512?.hex]
        return zip(Algorithm.allCases, hex).compactMap { algorithm, hex in hex.map { (algorithm, $0) } }
    }

    /// Adds one as hexadecimal digits, in either case; `false` where they are none of that length.
    mutating func add(_ algorithm: Algorithm, hex bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == algorithm.digits else { return false }
        let isLowercase = !bytes.contains { (0x41...0x5A).contains($0) }
        let hex = String(decoding: isLowercase ? bytes : bytes.map(\.asciiLowercase)[...], as: UTF8.self)
        switch algorithm {
        case .md5:
            md5 = hex.utf8.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) } ? hex : nil
            return md5 != nil
        case .sha1:
            sha1 = SHA1Digest(hex: hex)
            return sha1 != nil
        case .sha256:
            sha256 = SHA256Digest(hex: hex)
            return sha256 != nil
        case .sha512:
            sha512 = SHA512Digest(hex: hex)
            return sha512 != nil
        }
    }

    /// Both together; `nil` where they contradict each other.
    package func merged(with other: ListedDigests) -> ListedDigests? {
        guard Self.agree(md5, other.md5), Self.agree(sha1, other.sha1), Self.agree(sha256, other.sha256),
            Self.agree(sha512, other.sha512)
        else { return nil }
        var merged = self
        merged.md5 = md5 ?? other.md5
        merged.sha1 = sha1 ?? other.sha1
        merged.sha256 = sha256 ?? other.sha256
        merged.sha512 = sha512 ?? other.sha512
        return merged
    }

    private static func agree<T: Equatable>(_ left: T?, _ right: T?) -> Bool {
        left == nil || right == nil || left == right
    }
}
