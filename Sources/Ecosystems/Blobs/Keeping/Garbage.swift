package import Time

/// What of the store nothing refers to.
package struct Garbage: Sendable, Equatable {
    /// Contents that went, or would go.
    package var blobs = 0
    /// The room that they take.
    package var bytes: Int64 = 0
    /// When the oldest of them was added; `nil` where there is none.
    package var oldest: Moment?
    /// Contents without a name that snapshots list.
    package var keptForSnapshots = 0
    /// Contents without a name that are too young to go.
    package var keptAsYoung = 0
    /// Downloads that broke off long ago.
    package var incoming = 0
    /// The room that those take.
    package var incomingBytes: Int64 = 0

    package init(blobs: Int = 0, bytes: Int64 = 0, oldest: Moment? = nil) {
        self.blobs = blobs
        self.bytes = bytes
        self.oldest = oldest
    }
}
