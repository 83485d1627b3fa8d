import Crypto
package import JSON
package import Time

/// A key whose archives one repository takes, or took.
package struct TrustedKey: Codable, Hashable, Sendable {
    /// What people compare: `SHA256:…`.
    package let fingerprint: String
    /// The key itself: `ssh-ed25519 AAAA…`.
    package let key: String
    /// What it is called; nothing relies on that.
    package let comment: String
    /// When it was trusted.
    package fileprivate(set) var since: Moment
    /// Who trusted it: somebody, or the archive that announced it.
    package fileprivate(set) var by: String
    /// When it was retired: from then on it counts for nothing.
    @Nullable package fileprivate(set) var retiredAt: Moment?

    enum CodingKeys: String, CodingKey {
        case fingerprint, key, comment, since, by
        case retiredAt = "retired_at"
    }

    init(_ line: SSHPublicKeyLine, since: Moment, by initiator: String) {
        fingerprint = line.key.fingerprint
        key = line.key.sshText
        comment = line.comment
        self.since = Moment(seconds: since.seconds)
        by = initiator
    }
}

/// Whose archives a repository takes: those of anybody, until a key was trusted for the first time.
///
/// Retired keys are remembered. So one that was stolen is not let in again by an archive that announces it, and a
/// repository that once had a key does not take what is not signed because its last one was retired.
package struct TrustedKeys: Hashable, Sendable {
    /// How many are remembered at most.
    static let limit = 200

    /// In the order in which they were first trusted.
    package private(set) var keys: [TrustedKey]

    init(_ keys: [TrustedKey] = []) { self.keys = keys }

    /// Whether only archives that a trusted key signed are taken.
    package var areRequired: Bool { !keys.isEmpty }

    /// Those that count.
    package var active: [TrustedKey] { keys.filter { $0.retiredAt == nil } }

    /// What is known of the key that signed something; `nil` when it was never trusted.
    func known(_ signer: Signer) -> TrustedKey? { keys.first { $0.key == signer.key } }

    /// Whether archives of that key are taken.
    package func trust(_ signer: Signer) -> Bool { known(signer).map { $0.retiredAt == nil } ?? false }

    /// Trusts a key, be it one that was retired, and says what is known of it now.
    mutating func trust(_ line: SSHPublicKeyLine, at moment: Moment, by initiator: String) throws -> TrustedKey {
        let entry = TrustedKey(line, since: moment, by: initiator)
        if let index = keys.firstIndex(where: { $0.key == entry.key }) {
            guard keys[index].retiredAt != nil else { return keys[index] }
            keys[index] = entry
        } else {
            try requireRoom()
            keys.append(entry)
        }
        return entry
    }

    /// Trusts the keys that an archive announces, but for those that were ever known here; says which.
    mutating func adopt(_ lines: [SSHPublicKeyLine], at moment: Moment, from archive: String) throws -> [TrustedKey] {
        let new = lines.map { TrustedKey($0, since: moment, by: archive) }.filter { entry in
            !keys.contains { $0.key == entry.key }
        }
        for entry in new {
            try requireRoom()
            keys.append(entry)
        }
        return new
    }

    /// Retires the key of that fingerprint, and says what is known of it now; `nil` when none that counts has it.
    mutating func retire(_ fingerprint: String, at moment: Moment) -> TrustedKey? {
        guard let index = keys.firstIndex(where: { $0.fingerprint == fingerprint && $0.retiredAt == nil }) else {
            return nil
        }
        keys[index].retiredAt = Moment(seconds: moment.seconds)
        return keys[index]
    }

    private func requireRoom() throws(TransferError) {
        guard keys.count < Self.limit else {
            throw TransferError(.invalid, "the list of trusted keys", "has room for \(Self.limit) and is full")
        }
    }
}
