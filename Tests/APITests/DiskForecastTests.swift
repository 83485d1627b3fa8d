import API
import Testing
import Time

@Suite("When a disk will be full")
struct DiskForecastTests {
    private static let gib: Int64 = 1 << 30

    /// A disk of 100 GiB; what is taken of it day by day, in GiB.
    private func days(_ taken: [Double], every hours: Int64 = 24, keeping reserve: Int64 = 0) -> Int? {
        let samples = taken.enumerated().map { index, amount in
            StorageHistory.DiskSample(
                at: Moment(seconds: Int64(index) * hours * 3600),
                totalBytes: 100 * Self.gib,
                freeBytes: 100 * Self.gib - Int64(amount * Double(Self.gib))
            )
        }
        return DiskForecast.days(samples, keeping: reserve)
    }

    @Test(
        "is told by the line closest to what was seen, up to the reserve",
        arguments: [
            ([50, 51, 52, 53], 0, 47), ([50, 51, 52, 53], 7, 40), ([10, 10, 10, 90, 10, 10, 10], 0, nil),
            ([50, 49, 48], 0, nil), ([50, 50, 50], 0, nil), ([50], 0, nil), ([], 0, nil), ([50, 51], 0, nil),
            ([90, 95, 99], 2, 0), ([50, 50, 50.001], 0, nil),
        ] as [([Double], Int64, Int?)]
    )
    func line(taken: [Double], reserve: Int64, expected: Int?) {
        #expect(days(taken, keeping: reserve * Self.gib) == expected)
    }

    @Test("less than two days tell nothing, however many samples they have")
    func short() {
        #expect(days([50, 60, 70, 80], every: 12) == nil)
        #expect(days([50, 60, 70, 80, 85], every: 12) != nil)
    }
}
