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
        Integrity(integrity: Self.text(integrity, in: bytes), shasum: Self.text(shasum, in: bytes))
    }

    /// The text between two quotes; decoded only if something in it is escaped, as some write the slash.
    private static func text(_ span: Range<Int>?, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let span else { return [] }
        guard bytes[span].contains(UInt8(ascii: "\\")) else { return bytes[span] }
        let text = RawValue(bytes, (span.lowerBound - 1)..<(span.upperBound + 1)).string ?? ""
        return ArraySlice(text.utf8)
    }
}

extension Packument {
    /// The digests that a version's tarball may have; `nil` if nothing is said that can be checked.
    ///
    /// Decoded when asked for: most versions of most packuments have no tarball here.
    package func integrity(of dist: Distribution) -> Integrity? { dist.integrity(in: bytes) }
}
