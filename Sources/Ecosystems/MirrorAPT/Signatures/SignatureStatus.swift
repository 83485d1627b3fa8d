/// What gpgv(1) found of each signature, as it says with `--status-fd` (GnuPG's doc/DETAILS).
struct SignatureStatus {
    enum Verdict: Equatable {
        case good
        /// It does not fit the bytes.
        case bad
        case expired
        case expiredKey
        case revokedKey
        /// There is no key for it.
        case unknownKey
        /// It is made with a hash function that can be forged.
        case weak
        /// It cannot be judged for another reason.
        case unusable
    }

    /// One signature of a file, and the key it is by.
    struct Signature: Equatable {
        var verdict = Verdict.unusable
        /// The number of the key, or its fingerprint where that was told.
        var key = ""
        /// The fingerprints of the key it is by and of the key that owns that; there for good ones.
        var fingerprints: [String] = []
    }

    /// MD5, SHA-1 and RIPEMD-160 by their numbers (RFC 9580 §9.5), which apt takes for no signature either.
    private static let weakHashes: Set<Substring> = ["1", "2", "3"]

    private(set) var signatures: [Signature] = []

    init(_ output: [UInt8]) {
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 1, words[0] == "[GNUPG:]" else { continue }
            take(words[1], words.dropFirst(2).map { $0 })
        }
    }

    private mutating func take(_ keyword: Substring, _ words: [Substring]) {
        if keyword == "NEWSIG" { return signatures.append(Signature()) }
        guard !signatures.isEmpty else { return }
        let verdicts: [Substring: Verdict] = [
            "GOODSIG": .good, "BADSIG": .bad, "EXPSIG": .expired, "EXPKEYSIG": .expiredKey, "REVKEYSIG": .revokedKey,
        ]
        if let verdict = verdicts[keyword] {
            name(words.first, verdict)
        } else if keyword == "ERRSIG" {
            // The sixth says why: 9 is that there is no such key.
            name(words.first, words.count > 5 && words[5] == "9" ? .unknownKey : .unusable)
        } else if keyword == "VALIDSIG", words.count >= 8 {
            validate(words)
        }
    }

    private mutating func name(_ key: Substring?, _ verdict: Verdict) {
        signatures[signatures.count - 1].verdict = verdict
        signatures[signatures.count - 1].key = key.map(String.init) ?? ""
    }

    private mutating func validate(_ words: [Substring]) {
        let last = signatures.count - 1
        signatures[last].key = String(words[0])
        guard signatures[last].verdict == .good else { return }
        if Self.weakHashes.contains(words[7]) { return signatures[last].verdict = .weak }
        signatures[last].fingerprints = Set([words[0], words.count > 9 ? words[9] : words[0]]).map(String.init).sorted()
    }

    /// Whether gpgv, where it ends with 2, means nothing worse than signatures that it cannot judge.
    ///
    /// They prove nothing, and what a good one beside them proves stays proved.
    var lacksKeysAlone: Bool {
        let verdicts = Set(signatures.map(\.verdict))
        return !verdicts.contains(.bad) && !verdicts.isDisjoint(with: [.unknownKey, .unusable])
    }
}
