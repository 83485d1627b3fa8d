import Crypto

/// `dist` of a version: where its tarball is and what it must hash to.
package struct Distribution: Sendable {
    /// The bytes of the whole `dist` object.
    package let span: Range<Int>
    /// The bytes of the tarball's address, quotes included.
    package let tarball: Range<Int>
    /// The name of the file in its folder: the last component of the address.
    package let file: TarballFileName
    /// The text of `integrity`, between its quotes.
    let integrity: Range<Int>?
    /// The text of `shasum`, between its quotes.
    let shasum: Range<Int>?
}

extension Distribution {
    /// The digests that the tarball may have, decoded from the document; `nil` if nothing is said that can be checked.
    func integrity(in bytes: [UInt8]) -> Integrity? {
        Integrity(integrity: integrity.map(bytes.text) ?? [], shasum: shasum.map(bytes.text) ?? [])
    }

    /// Whether `integrity` is this SHA-512 and nothing else, as the registry writes it: nothing need be decoded then.
    func names(_ digest: SHA512Digest, in bytes: [UInt8]) -> Bool {
        guard let text = integrity.map({ bytes[$0] }), text.starts(with: "sha512-".utf8) else { return false }
        let (stated, base64) = (text.dropFirst(7), digest.base64)
        return stated.span.isSame(as: base64.utf8.span)
    }
}

extension Packument {
    /// The digests that a version's tarball may have; `nil` if nothing is said that can be checked.
    ///
    /// Decoded when asked for: most versions of most packuments have no tarball here.
    package func integrity(of dist: Distribution) -> Integrity? { dist.integrity(in: bytes) }
}
