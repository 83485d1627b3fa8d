import Reporting

/// Packages in portions: what was seen of one is written while the next is read.
struct ScanBatches: Sequence, IteratorProtocol {
    /// What a portion comes to at most, but for its last package: so little that writing does not wait for the end, and
    /// enough that waiting for the last package of each does not count.
    private static let bytes: Int64 = 512 << 20
    private static let packages = 250

    private var rest: ArraySlice<PackageFolder>

    init(_ folders: [PackageFolder]) { rest = folders[...] }

    mutating func next() -> [PackageFolder]? {
        var (count, bytes) = (0, Int64(0))
        for folder in rest {
            guard count < Self.packages, bytes < Self.bytes else { break }
            count += 1
            bytes += folder.bytes
        }
        defer { rest = rest.dropFirst(count) }
        return count > 0 ? Array(rest.prefix(count)) : nil
    }
}
