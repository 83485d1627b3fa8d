/// A number of archives, from 1 to 10000.
package struct ArchiveCount: CountValue {
    static let bounds = 1...10_000

    package let count: Int

    /// How many are received at once where nobody says otherwise: disks write a few streams well.
    static let uploads = ArchiveCount(4)
    /// How many wait where nobody says otherwise: more than anybody reads the plans of.
    static let staged = ArchiveCount(32)

    init(_ count: Int) { self.count = count }
}
