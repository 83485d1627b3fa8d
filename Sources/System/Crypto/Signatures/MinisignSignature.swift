/// A signature that `minisign -V` takes, with a comment that is signed too: over the bytes themselves (`Ed`, which
/// `signify -V` takes as well), or over their BLAKE2b (`ED`), for more than one wants to have in memory.
package struct MinisignSignature: Hashable, Sendable {
    private static let untrusted = "untrusted comment: "
    private static let trusted = "trusted comment: "
    private static let longest = 16 << 10

    /// What stands in its first line, which nothing protects.
    package let untrustedComment: String
    /// What is signed together with the signature.
    package let trustedComment: String
    /// Whether it is made over the BLAKE2b of a message, and not over the message itself.
    package let isPrehashed: Bool
    private let keyID: [UInt8]
    private let signature: [UInt8]
    private let globalSignature: [UInt8]

    /// Signs a message, or the digest of one that is prehashed, and the comment with it; neither comment may have a line
    /// feed.
    package init(
        of message: [UInt8],
        isPrehashed: Bool = false,
        by key: Ed25519PrivateKey,
        trustedComment: String,
        untrustedComment: String
    ) {
        self.trustedComment = trustedComment
        self.untrustedComment = untrustedComment
        self.isPrehashed = isPrehashed
        keyID = key.publicKey.minisignID
        signature = key.signature(of: message)
        globalSignature = key.signature(of: signature + Array(trustedComment.utf8))
    }

    /// Throws unless this key made it over this message, or its digest where it is prehashed, and its trusted comment.
    package func check(_ message: [UInt8], by key: Ed25519PublicKey) throws(CryptoError) {
        guard keyID == key.minisignID else {
            throw CryptoError(.broken, "was made by another key than \(key.fingerprint)")
        }
        guard key.isSignature(signature, of: message),
            key.isSignature(globalSignature, of: signature + Array(trustedComment.utf8))
        else { throw CryptoError(.broken, "is not a signature of \(key.fingerprint) over this") }
    }

    /// The file: four lines.
    package var encoded: [UInt8] {
        let lines = [
            "\(Self.untrusted)\(untrustedComment)",
            Base64.encode(algorithm + keyID + signature),
            "\(Self.trusted)\(trustedComment)", Base64.encode(globalSignature), "",
        ]
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// Reads what `encoded` writes, and nothing else; what it says is yet to be checked.
    package init(parsing file: [UInt8]) throws(CryptoError) {
        guard file.count <= Self.longest, let text = String(validating: file, as: UTF8.self) else {
            throw Self.malformed
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, lines[4].isEmpty, lines[0].hasPrefix(Self.untrusted), lines[2].hasPrefix(Self.trusted),
            let inner = Base64.decode(lines[1].utf8), let global = Base64.decode(lines[3].utf8)
        else { throw Self.malformed }
        isPrehashed = inner.starts(with: Self.prehashing)
        guard isPrehashed || inner.starts(with: Ed25519PublicKey.minisignAlgorithm) else {
            throw CryptoError(.unsupported, "is of another algorithm than Ed and ED")
        }
        guard inner.count == 2 + 8 + Ed25519PublicKey.signatureByteCount,
            global.count == Ed25519PublicKey.signatureByteCount
        else { throw Self.malformed }
        untrustedComment = String(lines[0].dropFirst(Self.untrusted.count))
        trustedComment = String(lines[2].dropFirst(Self.trusted.count))
        keyID = Array(inner[2..<10])
        signature = Array(inner[10...])
        globalSignature = global
        guard encoded == file else { throw Self.malformed }
    }

    private static let prehashing = Array("ED".utf8)

    private var algorithm: [UInt8] { isPrehashed ? Self.prehashing : Ed25519PublicKey.minisignAlgorithm }

    private static let malformed = CryptoError(.malformed, "is no signature as minisign makes them")
}

extension Ed25519PublicKey {
    static let minisignAlgorithm = Array("Ed".utf8)

    /// Eight bytes by which minisign tells keys apart, here made of the key itself, so that every form of it agrees.
    var minisignID: [UInt8] { Array(SHA512.hash(bytes).bytes.prefix(8)) }

    /// What `minisign -V -P` takes: base64 of 42 bytes.
    package var minisignText: String { Base64.encode(Self.minisignAlgorithm + minisignID + bytes) }
}
