import Metrics
import Testing

@Suite("What Prometheus reads")
struct ExpositionTests {
    private func text(_ body: (inout Exposition) -> Void) -> String {
        var exposition = Exposition()
        body(&exposition)
        return String(decoding: exposition.finish(), as: UTF8.self)
    }

    @Test("a family has its help and its type once, then its samples")
    func family() {
        let written = text { page in
            page.begin(MetricName("packferry_jobs", "Jobs, by state."), .gauge)
            page.sample(Int64(2), [("state", "queued")])
            page.sample(0.5, [("state", "running"), ("type", "collect")])
        }
        #expect(
            written == """
                # HELP packferry_jobs Jobs, by state.
                # TYPE packferry_jobs gauge
                packferry_jobs{state="queued"} 2
                packferry_jobs{state="running",type="collect"} 0.5

                """
        )
    }

    @Test("nothing in a label or a help ends it or begins another line")
    func escaping() {
        let written = text { $0.gauge(MetricName("a", "one\nline \\ \"so\""), 1, [("l", "a\"b\\c\nd")]) }
        #expect(written == "# HELP a one\\nline \\\\ \"so\"\n# TYPE a gauge\na{l=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test(
        "numbers are written as they are read",
        arguments: [
            (0, "0"), (1, "1"), (-3, "-3"), (1.5, "1.5"), (1_099_511_627_776, "1099511627776"), (.nan, "NaN"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (0.0005, "0.0005"), (1e300, "1e+300"),
        ] as [(Double, String)]
    )
    func numbers(value: Double, written: String) {
        #expect(text { $0.counter(MetricName("a_total", "b"), value) }.hasSuffix("\na_total \(written)\n"))
    }

    @Test("a histogram counts what is not above each bound, and what is above all")
    func histogram() {
        let family = HistogramFamily<String>(MetricName("h_seconds", "h"), bounds: [0.1, 1]) { [("k", $0)] }
        for value in [0.05, 0.1, 0.5, 7] { family.observe(value, in: "b") }
        family.observe(1, in: "a")
        #expect(
            text { family.write(to: &$0) } == """
                # HELP h_seconds h
                # TYPE h_seconds histogram
                h_seconds_bucket{k="a",le="0.1"} 0
                h_seconds_bucket{k="a",le="1"} 1
                h_seconds_bucket{k="a",le="+Inf"} 1
                h_seconds_sum{k="a"} 1
                h_seconds_count{k="a"} 1
                h_seconds_bucket{k="b",le="0.1"} 2
                h_seconds_bucket{k="b",le="1"} 3
                h_seconds_bucket{k="b",le="+Inf"} 4
                h_seconds_sum{k="b"} 7.65
                h_seconds_count{k="b"} 4

                """
        )
    }

    @Test("no more series are kept than are allowed, and those that are there go on")
    func bounds() {
        let counters = CounterFamily<Int>(MetricName("c_total", "c"), limit: 2) { [("k", "\($0)")] }
        let histograms = HistogramFamily<Int>(MetricName("h", "h"), bounds: [1], limit: 2) { [("k", "\($0)")] }
        for key in 0..<5 {
            counters.add(to: key)
            counters.add(2, to: key)
            histograms.observe(1, in: key)
        }
        #expect((0..<5).map { counters.count(of: $0) } == [3, 3, 0, 0, 0])
        #expect(text { counters.write(to: &$0) }.contains("k=\"2\"") == false)
        #expect(text { histograms.write(to: &$0) }.contains("k=\"2\"") == false)
    }

    @Test("threads that count at the same time lose nothing")
    func threads() async {
        let family = CounterFamily<Int>(MetricName("c_total", "c")) { [("k", "\($0)")] }
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { for turn in 0..<5000 { family.add(to: turn % 3) } } }
        }
        #expect((0..<3).map { family.count(of: $0) }.reduce(0, +) == 40_000)
    }
}
