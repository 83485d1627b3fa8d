import Spooling

/// Packages in portions: what was seen of one is written while the next is read.
struct Portions: Sequence, IteratorProtocol {
    /// What a portion comes to at most, but for its last package: so little that writing does not wait for the end, and
    /// enough that waiting for the last package of each does not count.
    private static let bytes: Int64 = 512 << 20
    /// Where tarballs are looked into, a package takes long.
    private static let packages = (looking: 250, reading: 2000)

    private var rest: SpooledIterator<PackageFolder>
    private let packages: Int

    init(_ folders: SpooledList<PackageFolder>, _ policy: ReadingPolicy) {
        rest = folders.makeIterator()
        packages = policy.looksInside ? Self.packages.looking : Self.packages.reading
    }

    mutating func next() -> [PackageFolder]? {
        var portion: [PackageFolder] = []
        var bytes: Int64 = 0
        while portion.count < packages, bytes < Self.bytes, let folder = rest.next() {
            portion.append(folder)
            bytes += folder.bytes
        }
        return portion.isEmpty ? nil : portion
    }
}
