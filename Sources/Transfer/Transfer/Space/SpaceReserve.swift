/// How much of a file system stays free whatever is done: for whoever else writes there, and for getting out of trouble.
package enum SpaceReserve: Sendable, Equatable {
    /// So many hundredths of it, and at most `greatestShare`.
    case percent(Int)
    case bytes(Int64)

    /// What a share comes to at most: on a large disk a twentieth is more than anybody needs to get out of trouble.
    package static let greatestShare: Int64 = 10 << 30

    /// Nothing.
    package static let none = SpaceReserve.bytes(0)

    /// What it comes to on a file system of that size.
    package func bytes(of totalBytes: Int64) -> Int64 {
        switch self {
        case .percent(let percent): min(Self.greatestShare, totalBytes / 100 * Int64(percent))
        case .bytes(let bytes): bytes
        }
    }
}
