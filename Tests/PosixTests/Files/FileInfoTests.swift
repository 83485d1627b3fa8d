import Glibc
import Testing

@testable import Posix

@Suite("What is known of a file")
struct FileInfoTests {
    private func info(_ seconds: Int, _ nanoseconds: Int = 0) -> FileInfo {
        var status = stat()
        status.st_mtim = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        status.st_ctim = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        return FileInfo(status)
    }

    @Test(
        "times are nanoseconds since 1970, before it too",
        arguments: [
            (0, 0, 0), (1, 5, 1_000_000_005), (-1, 999_999_999, -1), (-2, 0, -2_000_000_000),
            (4_000_000_000, 1, 4_000_000_000_000_000_001),
        ]
    )
    func times(_ seconds: Int, _ nanoseconds: Int, _ expected: Int64) {
        let info = info(seconds, nanoseconds)
        #expect(info.modified == expected && info.changed == expected)
    }

    /// NTFS's zero, ext4's last second, and what no calendar knows.
    private static let extremes = [-11_644_473_600, 15_032_385_535, .min, .max, -(1 << 53), 1 << 53, 9_223_372_037]

    @Test(
        "times that no 64 bits of nanoseconds hold are the nearest, and any two can be subtracted",
        arguments: extremes
    )
    func unrepresentable(_ seconds: Int) {
        let info = info(seconds, 999_999_999)
        #expect((info.modified < 0) == (seconds < 0))
        for other in Self.extremes.map({ self.info($0).changed }) {
            #expect(!info.modified.subtractingReportingOverflow(other).overflow)
            #expect(!other.subtractingReportingOverflow(info.modified).overflow)
        }
    }

    @Test("the nearest are in order with the others")
    func order() {
        let seconds = [Int.min, -11_644_473_600, -1, 0, 1_800_000_000, 15_032_385_535, .max]
        let times = seconds.map { info($0).modified }
        #expect(times == times.sorted())
    }
}
