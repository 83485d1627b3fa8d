package import Crypto

/// The digests a tarball may have: the strongest that `dist.integrity` gives, else those of `dist.shasum`.
///
/// Of the algorithms in an integrity string only the strongest counts, and any one of its digests suffices (SRI,
/// W3C Recommendation of 2016, §3.3.4). SHA-256 and SHA-384, which the registry never wrote, are left to the clients.
package struct Integrity: Hashable, Sendable {
    /// The SHA-512 digests; if there is one, SHA-1 does not count.
    package let sha512: [SHA512Digest]
    package let sha1: [SHA1Digest]

    /// Reads the text of the two members of `dist`; `nil` if neither holds a digest that can be checked.
    init?(integrity: ArraySlice<UInt8>, shasum: ArraySlice<UInt8>) {
        var strong: [SHA512Digest] = []
        var weak: [SHA1Digest] = []
        for entry in integrity.split(whereSeparator: { $0 <= UInt8(ascii: " ") }) {
            let digest = String(decoding: entry.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
            if digest.hasPrefix("sha512-") { SHA512Digest(base64: digest.dropFirst(7)).map { strong.append($0) } }
            if digest.hasPrefix("sha1-") { SHA1Digest(base64: digest.dropFirst(5)).map { weak.append($0) } }
        }
        if strong.isEmpty, weak.isEmpty {
            SHA1Digest(hex: String(decoding: shasum, as: UTF8.self).lowercased()).map { weak.append($0) }
        }
        guard !strong.isEmpty || !weak.isEmpty else { return nil }
        sha512 = strong
        sha1 = weak
    }

    /// Whether a file with these digests is the one that is meant.
    ///
    /// A file whose SHA-1 is not known is taken on trust where only SHA-1 could tell.
    package func fits(_ digests: TarballDigests) -> Bool {
        guard sha512.isEmpty else { return sha512.contains(digests.sha512) }
        return digests.sha1.map(sha1.contains) ?? true
    }
}

/// What a tarball in the storage hashes to.
package struct TarballDigests: Hashable, Sendable {
    package let sha512: SHA512Digest
    /// Not known of a held file, which can no longer be read.
    package let sha1: SHA1Digest?

    package init(sha512: SHA512Digest, sha1: SHA1Digest?) {
        self.sha512 = sha512
        self.sha1 = sha1
    }
}

extension Packument {
    /// The SHA-1 that a version states: true of a file that fits the same version's stronger digest.
    func statedSHA1(of version: PackumentVersion) -> SHA1Digest? {
        guard let span = version.dist?.shasum else { return nil }
        return SHA1Digest(hex: String(decoding: bytes[span], as: UTF8.self))
    }

    /// The SHA-1 of a file as stated by the version that it is the tarball of; `nil` where it fits none.
    func statedSHA1(of file: TarballFileName, _ digests: TarballDigests) -> SHA1Digest? {
        let version = versions.first { version in
            guard let dist = version.dist, dist.file == file else { return false }
            return integrity(of: dist)?.fits(digests) ?? false
        }
        return version.flatMap(statedSHA1)
    }
}
