import JSON
import Testing

@testable import Jobs

@Suite("A job as a value")
struct JobChangesTests {
    @Test("can be cancelled until it has ended", arguments: JobState.allCases)
    func cancel(state: JobState) throws {
        var job = Job.sample(state)
        switch state {
        case .queued, .blocked:
            #expect(try job.requestCancel(time: 5, canStop: false))
            #expect(job.state == .cancelled)
            #expect(job.finishedAt == 5)
        case .running:
            #expect(try job.requestCancel(time: 5, canStop: true))
            #expect(try job.requestCancel(time: 6, canStop: true) == false)
            #expect(job.cancelRequestedAt == 5)
            #expect(job.state == .running)
        case .succeeded, .partial, .failed, .cancelled, .interrupted:
            let error = #expect(throws: JobError.self) { try job.requestCancel(time: 5, canStop: true) }
            #expect(error?.code == .wrongState)
            #expect(job == .sample(state))
        }
    }

    @Test("can be decided about only while it waits", arguments: JobState.allCases)
    func decision(state: JobState) {
        var job = Job.sample(state)
        let isAccepted = (try? job.apply(.start, time: 1)) != nil
        #expect(isAccepted == (state == .queued || state == .blocked))
    }

    @Test("is left alone by a decision that it has followed already")
    func sameDecision() throws {
        var job = Job.sample(.queued)
        #expect(try job.apply(.wait, time: 1) == false)
        #expect(try job.apply(.blocked(by: "other"), time: 1))
        #expect(try job.apply(.blocked(by: "other"), time: 2) == false)
        #expect(try job.apply(.blocked(by: "third"), time: 2))
        #expect(job.blockedBy == "third")
        #expect(try job.apply(.wait, time: 3))
        #expect(job.blockedBy == nil)
    }

    @Test("has run from its start to its end, or until now")
    func duration() {
        var job = Job.sample(.running)
        #expect(job.duration(now: 100) == nil)
        job.startedAt = 40
        #expect(job.duration(now: 100) == 60)
        #expect(job.duration(now: 10) == 0)
        job.finishedAt = 50
        #expect(job.duration(now: 100) == 10)
    }

    @Test("keeps its progress and its problem in its row")
    func roundTrip() throws {
        let step = JobStep(name: "read", state: .running, done: 3, total: nil, unit: "bytes")
        let progress = JobProgress(percent: 12.5, etaSeconds: 7, steps: [step, JobStep(name: "pack", state: .pending)])
        #expect(try JobJSON.value(JobJSON.text(progress)) == progress)
        for problem in [JobProblem(code: "c", title: "t", detail: "d"), .interrupted] {
            #expect(try JobJSON.value(JobJSON.text(problem)) == problem)
        }
        #expect(try JobJSON.text(["b": 2]) == #"{"b":2}"#)
    }

    @Test("is refused in one sentence that names it, the reason and the next step")
    func errors() {
        let conflict = JobError.conflict("diff-build", "npm", with: "0abc")
        #expect(
            "\(conflict)" == "diff-build of npm: job 0abc of this type has not ended. Wait for it, or cancel it first"
        )
        #expect("\(JobError.notFound("x"))" == "job x: there is no such job")
    }
}
