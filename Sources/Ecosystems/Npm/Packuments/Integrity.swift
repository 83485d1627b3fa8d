package import Crypto

/// The digests a tarball may have, as `dist.integrity` and `dist.shasum` state them.
///
/// Of the algorithms in an integrity string only the strongest counts, and any one of its digests suffices (SRI,
/// W3C Recommendation of 2016, §3.3.4); `shasum` counts where integrity names neither SHA-512 nor SHA-1. Where a file's
/// digest by the strongest is not known, the next one that is known decides.
package struct Integrity: Hashable, Sendable {
    /// The SHA-512 digests; if there is one, no other counts.
    package private(set) var sha512: [SHA512Digest] = []
    /// The SHA-384 digests.
    package private(set) var sha384: [SHA384Digest] = []
    /// The SHA-256 digests.
    package private(set) var sha256: [SHA256Digest] = []
    /// The SHA-1 digests.
    package private(set) var sha1: [SHA1Digest] = []

    /// Reads the text of the two members of `dist`; `nil` if neither holds a digest that can be checked.
    init?(integrity: ArraySlice<UInt8>, shasum: ArraySlice<UInt8>) {
        for entry in integrity.split(whereSeparator: { $0 <= UInt8(ascii: " ") }) {
            take(entry.prefix { $0 != UInt8(ascii: "?") })
        }
        if sha512.isEmpty, sha1.isEmpty {
            SHA1Digest(hex: String(decoding: shasum, as: UTF8.self).lowercased()).map { sha1.append($0) }
        }
        guard needsSHA1 || needsSHA2 || !sha512.isEmpty else { return nil }
    }

    /// The integrity of which all digests are known.
    init(sha512: [SHA512Digest], sha384: [SHA384Digest], sha256: [SHA256Digest], sha1: [SHA1Digest]) {
        (self.sha512, self.sha384, self.sha256, self.sha1) = (sha512, sha384, sha256, sha1)
    }

    /// The integrity of a file whose SHA-512 is known.
    init(_ digest: SHA512Digest) { sha512 = [digest] }

    /// The one SHA-512 that is all that is stated, if that is so.
    var onlySHA512: SHA512Digest? {
        sha512.count == 1 && sha384.isEmpty && sha256.isEmpty && sha1.isEmpty ? sha512[0] : nil
    }

    /// Reads one `algorithm-base64`; what is of another algorithm or no digest says nothing.
    private mutating func take(_ entry: ArraySlice<UInt8>) {
        guard let hyphen = entry.firstIndex(of: UInt8(ascii: "-")) else { return }
        let text = String(decoding: entry[(hyphen + 1)...], as: UTF8.self)
        switch String(decoding: entry[..<hyphen], as: UTF8.self) {
        case "sha512": SHA512Digest(base64: text).map { sha512.append($0) }
        case "sha384": SHA384Digest(base64: text).map { sha384.append($0) }
        case "sha256": SHA256Digest(base64: text).map { sha256.append($0) }
        case "sha1": SHA1Digest(base64: text).map { sha1.append($0) }
        default: break
        }
    }

    /// Whether a file's SHA-1 can tell something.
    var needsSHA1: Bool { sha512.isEmpty && !sha1.isEmpty }

    /// Whether a file's SHA-384 or SHA-256 decides.
    var needsSHA2: Bool { sha512.isEmpty && !(sha384.isEmpty && sha256.isEmpty) }

    /// Whether a file with these digests is the one that is meant.
    ///
    /// A file is taken on trust where none of the digests that could tell is known.
    package func fits(_ digests: TarballDigests) -> Bool {
        if !sha512.isEmpty { return sha512.contains(digests.sha512) }
        if !sha384.isEmpty, let known = digests.sha384 { return sha384.contains(known) }
        if !sha256.isEmpty, let known = digests.sha256 { return sha256.contains(known) }
        if !sha1.isEmpty, let known = digests.sha1 { return sha1.contains(known) }
        return true
    }
}

/// What a tarball in the storage hashes to.
package struct TarballDigests: Hashable, Sendable {
    package let sha512: SHA512Digest
    /// Not known of a held file, which can no longer be read.
    package let sha1: SHA1Digest?
    /// Known only where a version states nothing else that counts, while its file is read.
    package let sha384: SHA384Digest?
    package let sha256: SHA256Digest?

    package init(
        sha512: SHA512Digest,
        sha1: SHA1Digest?,
        sha384: SHA384Digest? = nil,
        sha256: SHA256Digest? = nil
    ) {
        self.sha512 = sha512
        self.sha1 = sha1
        self.sha384 = sha384
        self.sha256 = sha256
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
