extension SignatureStatus {
    /// What is wrong with a file none of whose signatures holds, as whoever set up the mirror can mend it.
    func refusal(of subject: String, by keyrings: [Keyring], _ complaints: String) -> APTError {
        for (verdict, describe) in Self.reasons {
            guard let key = signatures.first(where: { $0.verdict == verdict })?.key else { continue }
            return describe(subject, key)
        }
        let said = complaints.split(separator: "\n").last.map { ": \($0)" } ?? ""
        guard !signatures.isEmpty else {
            return APTError(.unsigned, subject, "holds no signature that can be read\(said)")
        }
        guard signatures.allSatisfy({ $0.verdict == .unknownKey }) else {
            return APTError(.badSignature, subject, "cannot be checked\(said)")
        }
        let keys = signatures.map(\.key).joined(separator: " and ")
        let names = keyrings.map(\.name).joined(separator: " or ")
        return Self.untrusted(subject, "is signed by \(keys), which is not in \(names)")
    }

    /// By a key that nobody here trusts for it.
    static func untrusted(_ subject: String, _ cause: String) -> APTError {
        let hint = "Get the repository's keys from where you trust them, and name them"
        return APTError(.untrusted, subject, cause, hint: hint)
    }

    /// The verdicts that say enough by themselves, the gravest first.
    private static var reasons: [(Verdict, (_ subject: String, _ key: String) -> APTError)] {
        [
            (
                .bad,
                {
                    let hint = "It was changed on its way, or while it was fetched; fetch it again"
                    return APTError(.badSignature, $0, "does not fit its signature by \($1)", hint: hint)
                }
            ), (.revokedKey, { untrusted($0, "is signed by \($1), a key that was revoked") }),
            (
                .expiredKey,
                {
                    let hint = "Get the repository's current keyring"
                    return APTError(.expired, $0, "is signed by \($1), a key that has expired", hint: hint)
                }
            ), (.expired, { APTError(.expired, $0, "has a signature by \($1) that has expired") }),
            (.weak, { untrusted($0, "is signed by \($1) with a hash that can be forged") }),
        ]
    }
}
