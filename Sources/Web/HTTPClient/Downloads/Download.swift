package import Crypto
package import HTTPMessages
package import Posix

/// What a download came to.
package struct Download: Sendable {
    /// The head of the last answer; unless its status is 200 or 206, the file holds nothing of use.
    package let head: ClientResponseHead
    /// The digests of the whole file; `nil` unless all of it has come.
    package let digest: FileDigest?
    /// Bytes of the whole file.
    package let size: Int64
    /// Bytes that had to be sent for it, those of attempts that broke off included.
    package let moved: Int64
}

/// Where a download goes, and how far it has come already.
package struct DownloadTarget: Sendable {
    /// Open for reading and writing; what it holds counts only with `prefix`.
    package let file: OpenFile
    /// The strong tag of the answer that the file's present contents are the start of.
    package let prefix: EntityTag?
    /// Which digests are computed beside SHA-512.
    package let hashes: Set<FileDigest.Kind>
    /// A larger body is refused.
    package let limit: Int64
    /// Hears the head of an answer that brings the whole body, before the file loses what it holds; what it throws ends the
    /// download.
    package let begins: @Sendable (ClientResponseHead) throws -> Void

    /// Describes a target; what the answer begins with is taken as it is unless somebody says otherwise.
    package init(
        _ file: OpenFile,
        prefix: EntityTag? = nil,
        hashes: Set<FileDigest.Kind> = [],
        limit: Int64,
        begins: @escaping @Sendable (ClientResponseHead) throws -> Void = { _ in }
    ) {
        self.file = file
        self.prefix = prefix
        self.hashes = hashes
        self.limit = limit
        self.begins = begins
    }
}
