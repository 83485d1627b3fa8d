package import Crypto

/// What came of reading all contents of the store again.
package struct StoreVerification: Sendable {
    /// A name in the tree of a repository.
    package struct PublishedPath: Hashable, Sendable, Comparable {
        package let repository: String
        package let path: String

        package static func < (left: PublishedPath, right: PublishedPath) -> Bool {
            (left.repository, left.path) < (right.repository, right.path)
        }
    }

    /// A file that is not what it is called.
    package struct Broken: Sendable {
        package let sha256: SHA256Digest
        /// Bytes that the file has.
        package let size: Int64
        /// The names that lead to the same file, and so to the same wrong bytes.
        package let published: [PublishedPath]
    }

    /// Files that were read.
    package var files = 0
    /// Their bytes.
    package var bytes: Int64 = 0
    /// What was put into quarantine, in the order of the digests.
    package var broken: [Broken] = []
    /// Contents that were known and whose files are gone, in order.
    package var missing: [SHA256Digest] = []
}
