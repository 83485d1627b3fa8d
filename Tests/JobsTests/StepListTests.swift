import Reporting
import Testing

@testable import Jobs

@Suite("The progress of a job")
struct StepListTests {
    private func steps(_ planned: [String] = []) -> StepList { StepList(planned: planned.map { Step($0) }) }

    @Test("shows announced steps before they begin")
    func planned() {
        let progress = steps(["walk", "read"]).progress(done: 0)
        #expect(progress.steps.map(\.name) == ["walk", "read"])
        #expect(progress.steps.map(\.state) == [.pending, .pending])
        #expect(progress.percent == 0)
        #expect(progress.etaSeconds == nil)
    }

    @Test("is unknown while nothing was announced and nothing begun")
    func unknown() {
        #expect(steps().progress(done: 0) == JobProgress())
    }

    @Test("counts every announced step alike")
    func percentOfPlan() {
        var list = steps(["walk", "read", "pack", "check"])
        list.begin("walk", total: 10, unit: "files", done: 0, at: .zero)
        #expect(list.progress(done: 5).percent == 12.5)
        list.begin("read", total: 4, unit: "bytes", done: 10, at: .seconds(1))
        let progress = list.progress(done: 1)
        #expect(progress.percent == 31.2)
        #expect(progress.steps[0] == JobStep(name: "walk", state: .done, done: 10, total: 10, unit: "files"))
        #expect(progress.steps[1] == JobStep(name: "read", state: .running, done: 1, total: 4, unit: "bytes"))
    }

    @Test("is that of the running step where nothing was announced")
    func percentOfStep() {
        var list = steps()
        list.begin("walk", total: 10, unit: "files", done: 0, at: .zero)
        list.begin("read", total: 100, unit: "files", done: 10, at: .zero)
        #expect(list.progress(done: 25).percent == 25)
    }

    @Test("is unknown while the total of the running step is")
    func noTotal() {
        var list = steps(["walk", "read"])
        list.begin("walk", total: nil, unit: "files", done: 0, at: .zero)
        #expect(list.progress(done: 5).percent == nil)
        list.extend(total: 10)
        #expect(list.progress(done: 5).percent == 25)
    }

    @Test("never passes 100, whatever is reported", arguments: [(11, 10, 100.0), (-1, 10, 0.0), (0, 0, 100.0)])
    func bounds(done: Int64, total: Int64, percent: Double) {
        var list = steps()
        list.begin("walk", total: total, unit: "files", done: 0, at: .zero)
        #expect(list.progress(done: done).percent == percent)
    }

    @Test("keeps a total that was raised, and does not lower it")
    func extend() {
        var list = steps()
        list.begin("walk", total: 10, unit: "files", done: 0, at: .zero)
        list.extend(total: 40)
        list.extend(total: 20)
        #expect(list.progress(done: 10).steps.first?.total == 40)
    }

    @Test("goes on with a step that begins again")
    func again() {
        var list = steps()
        list.begin("merge", total: 10, unit: "files", done: 0, at: .zero)
        list.begin("place", total: 5, unit: "files", done: 10, at: .zero)
        list.begin("merge", total: 30, unit: "files", done: 5, at: .zero)
        let progress = list.progress(done: 10)
        #expect(progress.steps.map(\.name) == ["merge", "place"])
        #expect(progress.steps[0] == JobStep(name: "merge", state: .running, done: 20, total: 40, unit: "files"))
        #expect(progress.percent == 50)
    }

    @Test("tells an announced step that was left out from one that was done")
    func skipped() {
        var list = steps(["walk", "hold", "pack"])
        list.begin("walk", total: 1, unit: "files", done: 0, at: .zero)
        list.begin("pack", total: 2, unit: "files", done: 1, at: .zero)
        #expect(list.progress(done: 1).steps.map(\.state) == [.done, .skipped, .running])
        #expect(list.progress(done: 1).percent == 83.3)
    }

    @Test("marks the step in which a job failed")
    func failure() {
        var list = steps(["walk", "read"])
        list.begin("walk", total: 4, unit: "files", done: 0, at: .zero)
        list.endRunning(.failed, done: 1)
        #expect(list.progress(done: 0).steps.map(\.state) == [.failed, .pending])
        #expect(list.progress(done: 0).steps[0].done == 1)
    }

    @Test("estimates the time left by the rate, and only in the last step")
    func eta() {
        var list = steps(["walk", "read"])
        list.begin("walk", total: 100, unit: "files", done: 0, at: .zero)
        list.measure(done: 50, at: .seconds(10))
        #expect(list.progress(done: 50).etaSeconds == nil)
        list.begin("read", total: 100, unit: "files", done: 100, at: .seconds(20))
        #expect(list.progress(done: 0).etaSeconds == nil)
        list.measure(done: 20, at: .seconds(30))
        #expect(list.progress(done: 20).etaSeconds == 40)
        #expect(list.progress(done: 100).etaSeconds == 0)
    }
}

@Suite("The time that slow files take")
struct SlowFilesTests {
    /// Whether of 24 files, four at a time, each 40 seconds long, the rest is estimated to within a third and the threefold.
    @Test("is estimated as soon as the first came, though a brief step follows, and never absurdly")
    func waves() {
        var list = StepList(planned: [Step("fetch"), Step("prove", isBrief: true)])
        list.begin("fetch", total: 24, unit: "files", done: 0, at: .zero)
        for tick in 1..<480 {
            let (now, done) = (Double(tick) / 2, Int64(tick / 80 * 4))
            list.measure(done: done, at: .seconds(now))
            let estimate = list.progress(done: done).etaSeconds
            guard done > 0 else {
                #expect(estimate == nil)
                continue
            }
            let left = 240 - now
            let bounds = left / 3...max(3 * left, 80)
            #expect(estimate.map { bounds.contains(Double($0)) } == true, "\(estimate ?? -1) with \(left) left")
        }
    }

    @Test("is at least as long as nothing has come, where many came quickly before")
    func standstill() throws {
        var list = StepList(planned: [])
        list.begin("fetch", total: 1000, unit: "files", done: 0, at: .zero)
        list.measure(done: 984, at: .seconds(5))
        for second in 6..<3600 {
            list.measure(done: 984, at: .seconds(second))
            let estimate = try #require(list.progress(done: 984).etaSeconds)
            // A rate is rounded, and so is the time.
            #expect(abs(estimate - Int64(max(second - 5, 1))) <= 1)
        }
    }
}

@Suite("The rate of a step")
struct RateMeterTests {
    @Test("is unknown before the first measurement")
    func unknown() {
        #expect(RateMeter(at: .zero).time(for: 1) == nil)
        #expect(RateMeter(at: .zero).time(for: 0) == .zero)
    }

    @Test("counts from the moment the step began")
    func start() {
        var meter = RateMeter(at: .seconds(100))
        meter.measure(done: 50, at: .seconds(105))
        #expect(meter.time(for: 100) == .seconds(10))
    }

    @Test("follows a change without forgetting at once what was before")
    func weight() {
        var meter = RateMeter(at: .zero)
        meter.measure(done: 100, at: .seconds(1))
        meter.measure(done: 400, at: .seconds(16))
        // Fifteen seconds at 20 a second are halfway to that from 100 a second.
        #expect(meter.time(for: 120) == .seconds(2))
    }

    @Test("leaves out measurements that follow at once")
    func tooSoon() {
        var meter = RateMeter(at: .zero)
        meter.measure(done: 1_000_000, at: .milliseconds(99))
        #expect(meter.time(for: 1) == nil)
    }

    @Test("says nothing when nothing moves or it would take for ever")
    func stalled() {
        var meter = RateMeter(at: .zero)
        meter.measure(done: 0, at: .seconds(10))
        #expect(meter.time(for: 1) == nil)
        meter.measure(done: 1, at: .seconds(20))
        #expect(meter.time(for: .max) == nil)
        meter.measure(done: 1, at: .seconds(90))
        #expect(meter.time(for: 1) == .seconds(70))
    }

    @Test("takes any jump of the numbers")
    func hostile() {
        var meter = RateMeter(at: .zero)
        for (index, done) in [Int64.max, .min, 0, .max].enumerated() {
            meter.measure(done: done, at: .seconds(index + 1))
            _ = meter.time(for: .max)
        }
    }
}
