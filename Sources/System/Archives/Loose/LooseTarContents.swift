/// What a whole archive holds, as far as a check of a package asks.
package struct LooseTarContents: Hashable, Sendable {
    /// Files, links and folders.
    package let entries: Int
    /// Bytes of the tar stream.
    package let inflated: Int64
    /// The `package.json` of the folder that npm unpacks, whatever that is called, and the last one if there are several.
    ///
    /// `nil` where there is none, or where it is larger than the limit.
    package let manifest: [UInt8]?
}

/// How an archive stands by itself.
package enum LooseTarVerdict: Hashable, Sendable {
    /// Every checksum in it fits, and its tar stream is complete.
    case whole(LooseTarContents)
    case broken(LooseTarFlaw)
}
