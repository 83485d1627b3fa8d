/// A content that was fetched, and what that took.
package struct FetchedBlob: Sendable {
    /// What is in the store now.
    package let blob: Blob
    /// Bytes that had to be sent for it, those of attempts that broke off included; 0 when somebody else fetched it.
    package let moved: Int64
    /// The address that was asked for it.
    package let url: String

    package init(blob: Blob, moved: Int64, url: String) {
        self.blob = blob
        self.moved = moved
        self.url = url
    }
}
