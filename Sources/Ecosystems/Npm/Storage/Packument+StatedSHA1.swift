import Crypto

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
