import Synchronization

/// Which bytes of each artifact left this machine since it started: only who was sent all of them has it.
///
/// A download that broke off and was resumed counts as one, whoever asked for its parts.
final class DownloadTally: Sendable {
    private let passed = Mutex<[String: [Range<Int64>]]>([:])

    /// Notes a part that was sent.
    func note(_ part: Range<Int64>, of artifact: String) {
        guard !part.isEmpty else { return }
        passed.withLock { $0[artifact] = Self.adding(part, to: $0[artifact] ?? []) }
    }

    /// Whether all of its `size` bytes were sent; they are forgotten then.
    func isWhole(_ artifact: String, size: Int64) -> Bool {
        passed.withLock { passed in
            guard passed[artifact] == [0..<size] else { return false }
            passed[artifact] = nil
            return true
        }
    }

    /// Parts in order, none touching the next.
    private static func adding(_ part: Range<Int64>, to parts: [Range<Int64>]) -> [Range<Int64>] {
        let touching = parts.filter { $0.lowerBound <= part.upperBound && part.lowerBound <= $0.upperBound }
        let joined = touching.reduce(part) {
            min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
        }
        let apart = parts.filter { $0.upperBound < joined.lowerBound || joined.upperBound < $0.lowerBound }
        return (apart + [joined]).sorted { $0.lowerBound < $1.lowerBound }
    }
}
