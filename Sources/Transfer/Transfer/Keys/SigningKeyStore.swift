package import Crypto
package import Posix

/// The keys of the side that builds.
package struct SigningKeys: Sendable {
    /// Signs what is built.
    package let current: SSHPrivateKeyFile
    /// Is to sign later, and is announced in every archive until then.
    package let next: SSHPublicKeyLine?

    /// A key, and the one after it.
    package init(_ current: SSHPrivateKeyFile, next: SSHPublicKeyLine? = nil) {
        self.current = current
        self.next = next
    }

    /// The key that signs, as others know it.
    package var own: SSHPublicKeyLine { SSHPublicKeyLine(current) }
}

extension SSHPublicKeyLine {
    /// The public half of a private key.
    fileprivate init(_ file: SSHPrivateKeyFile) { self.init(file.key.publicKey, comment: file.comment) }
}

/// `keys/` in the folder of the state: private keys, which only their owner may read.
package struct SigningKeyStore: Sendable {
    /// Which of the keys of this side.
    package enum Role: String, Sendable, CaseIterable {
        /// The one that signs.
        case current = "signing"
        /// The one that will, once the far sides know it.
        case next
        /// The one that signed before.
        case former
    }

    private static let name = "keys"
    private static let longest = 16 << 10

    /// The folder of the state, which may not be there yet.
    private let state: Directory

    /// Works in the folder of the state.
    package init(in state: Directory) { self.state = state }

    /// The keys that archives are signed with; `nil` where none was made.
    ///
    /// Throws when one is there and cannot be used: nothing is built unsigned because of that.
    package func load() throws -> SigningKeys? {
        guard let current = try file(.current) else { return nil }
        return SigningKeys(current, next: try file(.next).map { SSHPublicKeyLine($0) })
    }

    /// Makes a key, or takes the one at `source`, and gives its public half.
    ///
    /// A dry run writes nothing. Throws `conflict` where there is one in that role.
    package func make(
        _ role: Role,
        from source: AbsolutePath?,
        comment: String?,
        isDryRun: Bool
    ) throws -> SSHPublicKeyLine {
        guard try file(role) == nil else {
            throw TransferError(
                .conflict,
                describe(role),
                "is there already",
                hint: role == .current
                    ? "`packferry keys show` shows it; make the one after it by `packferry keys generate --next`"
                    : "Have it sign by `packferry keys rotate`"
            )
        }
        guard try role == .current || file(.current) != nil else {
            throw TransferError(
                .conflict,
                describe(.current),
                "is not there, so no key can come after it",
                hint: "Make it by `packferry keys generate`"
            )
        }
        let made = try source.map(Self.brought) ?? SSHPrivateKeyFile(.generate(), comment: comment ?? "")
        let file = SSHPrivateKeyFile(made.key, comment: comment ?? made.comment)
        // What stands in it must be able to be the one line of a public key.
        let line = try naming(role) { () throws(CryptoError) in try SSHPublicKeyLine(SSHPublicKeyLine(file).text) }
        guard !isDryRun else { return line }
        try AtomicFile.makeFolders(RelativePath(Self.name), in: state, mode: 0o700)
        try AtomicFile.write(file.encoded, to: path(role), in: state, mode: 0o600)
        return line
    }

    /// Lets the next key sign from now on, and gives its public half; the one that signed before is kept aside.
    ///
    /// There is a key at every moment. A dry run changes nothing.
    package func rotate(isDryRun: Bool) throws -> SSHPublicKeyLine {
        guard try file(.current) != nil, let next = try file(.next) else {
            throw TransferError(
                .conflict,
                describe(.next),
                "is not there",
                hint: "Make it by `packferry keys generate --next`, and carry an archive that announces it"
            )
        }
        guard !isDryRun else { return SSHPublicKeyLine(next) }
        if try state.info(path(.former)) != nil { try state.unlink(path(.former)) }
        try state.link(path(.current), to: path(.former))
        try state.rename(path(.next), to: path(.current))
        try AtomicFile.synchronizeParent(of: path(.current), in: state)
        return SSHPublicKeyLine(next)
    }

    private func path(_ role: Role) throws -> RelativePath { try RelativePath("\(Self.name)/\(role.rawValue)") }

    private func describe(_ role: Role) -> String { "\(state.path)/\(Self.name)/\(role.rawValue)" }

    private func file(_ role: Role) throws -> SSHPrivateKeyFile? {
        guard let info = try state.info(path(role)) else { return nil }
        return try Self.read(state, path(role), info)
    }

    private static func brought(_ source: AbsolutePath) throws -> SSHPrivateKeyFile {
        let folder = try Directory(opening: source.parent)
        let name = try RelativePath(source.lastComponent)
        guard let info = try folder.info(name) else { throw TransferError(.notFound, source.string, "does not exist") }
        return try read(folder, name, info)
    }

    /// Reads a private key that nobody else may read; says nothing of what is in it.
    private static func read(_ folder: Directory, _ path: RelativePath, _ info: FileInfo) throws -> SSHPrivateKeyFile {
        let subject = "\(folder.path)/\(path)"
        guard info.kind == .regular else {
            throw TransferError(.keyUnusable, subject, "is no plain file", hint: "Put the private key itself there")
        }
        guard info.mode & 0o077 == 0 else {
            throw TransferError(
                .notPermitted,
                subject,
                "is a private key that others than its owner may read",
                hint: "Run `chmod 600 \(subject)`; if somebody else may have read it, make another key"
            )
        }
        let bytes = try folder.open(path).readAll(limit: longest)
        do throws(CryptoError) {
            return try SSHPrivateKeyFile(parsing: bytes)
        } catch {
            throw TransferError(.keyUnusable, subject, error.cause, hint: error.hint)
        }
    }

    private func naming<T>(_ role: Role, _ body: () throws(CryptoError) -> T) throws(TransferError) -> T {
        do {
            return try body()
        } catch {
            throw TransferError(.invalid, describe(role), error.cause, hint: error.hint)
        }
    }
}
