import Synchronization

/// Histograms of one kind, told apart by a key that gives them their labels; any thread may observe.
package final class HistogramFamily<Key: Hashable & Sendable>: Sendable {
    private struct Series {
        var buckets: [UInt64]
        var sum = 0.0
        var count: UInt64 = 0
    }

    private let name: MetricName
    private let bounds: [Double]
    private let limit: Int
    private let labels: @Sendable (Key) -> [MetricLabel]
    private let series = Mutex<[Key: Series]>([:])

    /// Names the family; `bounds` are the upper bounds of its buckets, in order, without the infinite one.
    ///
    /// More than `limit` different keys are not observed.
    package init(
        _ name: MetricName,
        bounds: [Double],
        limit: Int = 500,
        labels: @escaping @Sendable (Key) -> [MetricLabel]
    ) {
        self.name = name
        self.bounds = bounds
        self.limit = limit
        self.labels = labels
    }

    /// Counts a value in.
    package func observe(_ value: Double, in key: Key) {
        let bucket = bounds.firstIndex { value <= $0 }
        series.withLock { all in
            guard all[key] != nil || all.count < limit else { return }
            let empty = Series(buckets: [UInt64](repeating: 0, count: bounds.count))
            if let bucket { all[key, default: empty].buckets[bucket] &+= 1 }
            all[key, default: empty].sum += value
            all[key, default: empty].count &+= 1
        }
    }

    /// Adds the family to what is read.
    package func write(to exposition: inout Exposition) {
        exposition.begin(name, .histogram)
        let all = series.withLock { $0 }.map { (labels($0.key), $0.value) }
        let sorted = all.sorted { $0.0.map(\.value).lexicographicallyPrecedes($1.0.map(\.value)) }
        for (labels, series) in sorted { write(series, labels, to: &exposition) }
    }

    private func write(_ series: Series, _ labels: [MetricLabel], to exposition: inout Exposition) {
        var below: UInt64 = 0
        for (bound, count) in zip(bounds, series.buckets) {
            below += count
            exposition.sample(Double(below), labels + [("le", Exposition.text(bound))], part: "_bucket")
        }
        exposition.sample(Double(series.count), labels + [("le", "+Inf")], part: "_bucket")
        exposition.sample(series.sum, labels, part: "_sum")
        exposition.sample(Double(series.count), labels, part: "_count")
    }
}
