import Testing
import Time

@testable import Jobs

@Suite("Ids of jobs")
struct JobIDTests {
    @Test("are short, plain and sort by age, however many are made in one millisecond")
    func order() {
        var generator = JobIDGenerator(after: nil)
        let ids = (0..<2000).map { generator.next(time: ManualClock.start + .milliseconds(Int64($0) / 500)) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        for id in ids.prefix(3) {
            #expect(id.utf8.count == 12)
            #expect(id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        }
    }

    @Test("go on after the newest, even if the clock was set back")
    func clockSetBack() {
        var first = JobIDGenerator(after: nil)
        let newest = first.next(time: ManualClock.start)
        var second = JobIDGenerator(after: newest)
        #expect(second.next(time: ManualClock.start - .seconds(86_400)) > newest)
    }

    @Test("of two processes at one moment differ")
    func chance() {
        let ids = (0..<20).map { _ in
            var generator = JobIDGenerator(after: nil)
            return generator.next(time: ManualClock.start)
        }
        #expect(Set(ids).count > 1)
    }

    @Test("are told from other texts", arguments: ["", "../../../../x", "0123456789A", "0123456789AB", "01234567890é"])
    func otherTexts(text: String) {
        #expect(!JobIDGenerator.isID(text))
        #expect(JobLog.path(of: text) == nil)
    }
}
