import Time

/// When a filesystem will be full, by how it filled up lately.
package enum DiskForecast {
    /// Less than that tells nothing: a job may have run in it.
    package static let leastDays = 2.0
    /// What is further away is no forecast.
    package static let furthestDays = 3650
    private static let day = 86_400_000.0

    /// In how many days less than the reserve is left; `nil` where it does not fill up, or too little is known.
    ///
    /// The straight line that lies closest to all samples, which are in order, tells how fast: one archive that comes and
    /// goes is no trend. What is free is that of the last sample.
    package static func days(_ samples: [StorageHistory.DiskSample], keeping reserve: Int64) -> Int? {
        guard let first = samples.first, let last = samples.last else { return nil }
        func age(_ sample: StorageHistory.DiskSample) -> Double {
            Double(sample.at.milliseconds - first.at.milliseconds) / day
        }
        guard age(last) >= leastDays else { return nil }
        let points = samples.map { (x: age($0), y: Double($0.totalBytes - $0.freeBytes)) }
        let count = Double(points.count)
        let (meanX, meanY) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0 else { return nil }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
        guard slope >= 1 else { return nil }
        let days = max(0, Double(last.freeBytes - reserve)) / slope
        return days < Double(furthestDays) ? Int(days) : nil
    }
}
