package import Posix

/// Keys by which a repository's signatures are judged, as gpgv(1) reads them.
package struct Keyring: Hashable, Sendable {
    /// More than the keyrings of all distributions together.
    private static let most = 16 << 20

    /// Where it came from, for messages.
    package let name: String
    /// Binary: packets of public keys, or a keybox.
    let bytes: [UInt8]

    /// Takes a keyring in either form; text, as in a `.asc`, is made binary.
    ///
    /// - Throws: `keyring` for what is none.
    package init(_ bytes: [UInt8], name: String) throws(APTError) {
        self.name = name
        if OpenPGPArmor.publicKeys.isFound(in: bytes) {
            guard let decoded = OpenPGPArmor.publicKeys.decode(bytes[...]) else {
                throw Self.unusable(name, "is damaged: its text is cut or changed")
            }
            self.bytes = decoded
        } else {
            self.bytes = bytes
        }
        guard Self.isKeyring(self.bytes) else { throw Self.unusable(name, "is no keyring") }
    }

    /// Reads the keyring at a path; its name is the path.
    package init(opening path: AbsolutePath) throws(APTError) {
        let bytes: [UInt8]
        do {
            let folder = try Directory(opening: path.parent)
            bytes = try folder.open(RelativePath(path.lastComponent)).readAll(limit: Self.most)
        } catch let error as SystemError {
            throw Self.unusable(path.string, "cannot be read: \(error.errno)")
        } catch {
            throw Self.unusable(path.string, "cannot be read: \(error)")
        }
        try self.init(bytes, name: path.string)
    }

    /// A keybox, or packets of which the first is a public key.
    private static func isKeyring(_ bytes: [UInt8]) -> Bool {
        OpenPGPPackets.kinds(bytes)?.first == OpenPGPPackets.publicKey || bytes.dropFirst(8).starts(with: "KBXf".utf8)
    }

    private static func unusable(_ name: String, _ cause: String) -> APTError {
        let hint = "Give a file of public keys, such as gpg --export writes (with --armor or without)"
        return APTError(.keyring, name, cause, hint: hint)
    }
}
