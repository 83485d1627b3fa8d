import Posix

/// Tells whether a file was signed by a key that is trusted for it.
///
/// Blocks for some milliseconds: gpgv runs, in a folder of its own.
package struct SignatureCheck: Sendable {
    private let keyrings: [Keyring]
    private let pins: [String]
    private let program: GPGV

    /// Trusts all keys of `keyrings`, or of them only those that `fingerprints` names, where it does.
    ///
    /// - Throws: `invalid` for a fingerprint that is none; blanks in it do not matter.
    package init(_ keyrings: [Keyring], fingerprints: [String] = [], program: GPGV = GPGV()) throws(APTError) {
        guard !keyrings.isEmpty else {
            throw APTError(.invalid, "keyring", "is missing: nothing says which keys are trusted")
        }
        self.keyrings = keyrings
        self.program = program
        pins = fingerprints.map { $0.filter { $0 != " " }.uppercased() }
        if let wrong = pins.first(where: { ![40, 64].contains($0.utf8.count) || !$0.allSatisfy(\.isHexDigit) }) {
            throw APTError(.invalid, "fingerprint \(wrong)", "is not 40 or 64 hexadecimal digits")
        }
    }

    /// What is signed in a file that has its signature within, such as `InRelease`.
    ///
    /// - Throws: `unsigned`, `badSignature`, `untrusted` or `expired` for a signature that does not hold, `foreign` or
    ///   `malformed` for a file that is no signed text, `noVerifier`.
    package func verify(clearSigned bytes: [UInt8], subject: String = "InRelease") throws -> VerifiedText {
        try ClearSignature.check(bytes, subject)
        return try Directory.withTemporary { folder in
            try folder.place(bytes, "signed")
            let fingerprints = try judge(
                ["--output", "\(folder.path)/text", "\(folder.path)/signed"],
                subject,
                in: folder
            )
            let text = try folder.open(RelativePath("text")).readAll(limit: bytes.count)
            return VerifiedText(bytes: text, fingerprints: fingerprints)
        }
    }

    /// The same for a file whose signature lies beside it, such as `Release` with `Release.gpg`.
    package func verify(
        _ bytes: [UInt8],
        signature: [UInt8],
        subject: String = "Release.gpg"
    ) throws -> VerifiedText {
        guard let signature = DetachedSignature.packets(signature[...]) else {
            throw APTError(.unsigned, subject, "is no signature", hint: ForeignBody.hint)
        }
        return try Directory.withTemporary { folder in
            try folder.place(bytes, "text")
            try folder.place(signature, "signature")
            let fingerprints = try judge(["\(folder.path)/signature", "\(folder.path)/text"], subject, in: folder)
            return VerifiedText(bytes: bytes, fingerprints: fingerprints)
        }
    }

    private func judge(_ files: [String], _ subject: String, in folder: Directory) throws -> [String] {
        var arguments = ["--status-fd", "1"]
        for (number, keyring) in keyrings.enumerated() {
            try folder.place(keyring.bytes, "keyring-\(number).gpg")
            arguments += ["--keyring", "\(folder.path)/keyring-\(number).gpg"]
        }
        let (code, output, complaints) = try program.run(arguments + files, in: folder)
        let status = SignatureStatus(output)
        let good = status.signatures.filter { $0.verdict == .good && !$0.fingerprints.isEmpty }
        // Archives sign with the keys of several releases, and a client may know but one: gpgv ends with 2 then.
        guard !good.isEmpty, code == 0 || (code == 2 && status.lacksKeysAlone) else {
            throw status.refusal(of: subject, by: keyrings, complaints)
        }
        let fingerprints = good.flatMap(\.fingerprints)
        guard pins.isEmpty || !Set(pins).isDisjoint(with: fingerprints) else {
            throw SignatureStatus.untrusted(
                subject,
                "is signed by \(fingerprints.joined(separator: " and ")), which is not pinned"
            )
        }
        return Set(fingerprints).sorted()
    }
}

extension Directory {
    fileprivate func place(_ bytes: [UInt8], _ name: String) throws {
        try create(RelativePath(name), mode: 0o600).write(bytes)
    }
}
