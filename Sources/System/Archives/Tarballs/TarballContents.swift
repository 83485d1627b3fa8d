/// What a whole tarball holds, as far as a check of a package asks.
package struct TarballContents: Hashable, Sendable {
    /// Files, links and folders.
    package let entries: Int
    /// Bytes of the tar stream.
    package let inflated: Int64
    /// `package.json` of the folder that npm unpacks, whatever that is called; the last one if there are several, as for
    /// npm. `nil` where there is none, or where it is larger than the limit.
    package let manifest: [UInt8]?
}

/// How a tarball stands by itself.
package enum TarballVerdict: Hashable, Sendable {
    /// Every checksum in it fits, and its tar stream is complete.
    case whole(TarballContents)
    case broken(TarballFlaw)
}
