import Reporting

/// Packages in portions, after each of which what was seen is kept.
struct ScanBatches: Sequence, IteratorProtocol {
    /// What a portion comes to at least: some seconds of work, whatever the disk.
    private static let bytes: Int64 = 4 << 30
    private static let packages = 20_000

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
