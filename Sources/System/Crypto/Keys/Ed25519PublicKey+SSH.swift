extension Ed25519PublicKey {
    static let sshType = "ssh-ed25519"

    /// The key as SSH sends it (RFC 8709 §4).
    var sshBlob: [UInt8] {
        var writer = SSHWriter()
        writer.string(Self.sshType)
        writer.string(bytes)
        return writer.bytes
    }

    /// Reads what `sshBlob` writes.
    init(sshBlob blob: some Collection<UInt8>) throws(CryptoError) {
        var reader = SSHReader(blob)
        guard let type = reader.text() else { throw CryptoError(.malformed, "is no public key of SSH") }
        guard type == Self.sshType else { throw .otherType(type) }
        guard let bytes = reader.string(), reader.isAtEnd, let key = Ed25519PublicKey(bytes: bytes) else {
            throw CryptoError(.malformed, "is no public key of 32 bytes")
        }
        self = key
    }

    /// The line of a `.pub` file, without a comment and without a line feed: `ssh-ed25519 AAAA…`.
    package var sshText: String { "\(Self.sshType) \(Base64.encode(sshBlob))" }

    /// What people compare: `SHA256:` and 43 characters, as `ssh-keygen -l` shows it.
    package var fingerprint: String {
        "SHA256:\(SHA256.hash(sshBlob).base64.prefix { $0 != "=" })"
    }
}

/// A public key as a `.pub` file has it: one line with what the key is called.
package struct SSHPublicKeyLine: Hashable, Sendable {
    /// The key.
    package let key: Ed25519PublicKey
    /// What stands behind it, and says nothing that can be relied on; often `user@machine`.
    package let comment: String

    /// A key under a name, which must have no control characters.
    package init(_ key: Ed25519PublicKey, comment: String) {
        self.key = key
        self.comment = comment
    }

    /// The line, without a line feed.
    package var text: String { comment.isEmpty ? key.sshText : "\(key.sshText) \(comment)" }

    /// Reads `ssh-ed25519 AAAA… comment`, with or without a line feed at its end; throws what is wrong with it.
    package init(_ text: String) throws(CryptoError) {
        let text = text.hasSuffix("\r\n") ? text.dropLast() : text.hasSuffix("\n") ? text.dropLast() : text[...]
        guard text.utf8.count <= Self.longest, !text.unicodeScalars.contains(where: \.isControl) else {
            throw CryptoError(.malformed, "is not the one line of a public key", hint: Self.hint)
        }
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        guard let type = words.first else { throw CryptoError(.malformed, "is empty", hint: Self.hint) }
        guard type == Ed25519PublicKey.sshType else {
            guard type.hasPrefix("ssh-") || type.hasPrefix("ecdsa-") || type.hasPrefix("sk-") else {
                throw CryptoError(.malformed, "is no public key of OpenSSH", hint: Self.hint)
            }
            throw .otherType(String(type))
        }
        guard words.count > 1, let blob = Base64.decode(words[1].utf8) else {
            throw CryptoError(.malformed, "is no public key of OpenSSH", hint: Self.hint)
        }
        do throws(CryptoError) {
            key = try Ed25519PublicKey(sshBlob: blob)
        } catch {
            throw CryptoError(error.code, error.cause, hint: error.hint ?? Self.hint)
        }
        comment = words.count > 2 ? String(words[2]) : ""
    }

    private static let longest = 1 << 10
    private static let hint = "It begins with \(Ed25519PublicKey.sshType), as `packferry keys show` prints it"
}

extension CryptoError {
    /// A key of another algorithm.
    static func otherType(_ type: String) -> CryptoError {
        let shown = String(type.unicodeScalars.filter { !$0.isControl }.prefix(64).map(Character.init))
        let hint = "Make one by `packferry keys generate`, or by `ssh-keygen -t ed25519`"
        return CryptoError(
            .unsupported,
            "is a key of type \(shown), and only \(Ed25519PublicKey.sshType) is used",
            hint: hint
        )
    }
}

extension Unicode.Scalar {
    /// Whether it moves a cursor or ends a line rather than being shown.
    var isControl: Bool {
        properties.generalCategory == .control || properties.generalCategory == .format
            || properties.generalCategory == .lineSeparator || properties.generalCategory == .paragraphSeparator
    }
}
