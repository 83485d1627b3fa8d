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

extension Packument {
    /// The digests that a version's tarball may have; `nil` if nothing is said that can be checked.
    ///
    /// Decoded when asked for: most versions of most packuments have no tarball here.
    package func integrity(of dist: Distribution) -> Integrity? {
        Integrity(integrity: dist.integrity.map { bytes[$0] } ?? [], shasum: dist.shasum.map { bytes[$0] } ?? [])
    }
}
