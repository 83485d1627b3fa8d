import API
import JSON
import Testing
import Time

@testable import Jobs

@Suite("Jobs in JSON")
struct JobGoldenTests {
    @Test("a queued job has every member, null where nothing is known")
    func queued() throws {
        let row = Jobs.Job(
            id: "j1",
            type: "collect",
            repository: "npm",
            parameters: [:],
            initiator: "cli",
            parentID: nil,
            createdAt: moment,
            state: .queued,
            attempt: 1,
            progress: JobProgress(),
            counters: [:],
            result: [:],
            logBytes: 0,
            notBefore: moment,
            firstAttempt: 1
        )
        let job = API.Job(row, now: moment)
        try expectGolden(
            job,
            """
            {"attempt":1,"blocked_by":null,"cancel_requested_at":null,"counters":{},
            "created_at":"2026-11-21T01:30:00.000Z","duration_ms":null,"error":null,"finished_at":null,"id":"j1",
            "initiator":"cli",
            "links":{"cancel":"/jobs/j1/cancel","events":"/jobs/j1/events","log":"/jobs/j1/log","self":"/jobs/j1"},
            "log_bytes":0,"parameters":{},"parent_id":null,
            "progress":{"eta_seconds":null,"percent":null,"steps":[]},
            "repository":"npm","result":{},"started_at":null,"state":"queued","type":"collect"}
            """
        )
    }

    @Test("a failed job carries its problem, its steps and what it was started with")
    func failed() throws {
        let row = Jobs.Job(
            id: "j2",
            type: "diff-build",
            repository: "npm",
            parameters: ["full": true, "split_bytes": 4_000_000_000],
            initiator: "schedule:night",
            parentID: "j0",
            createdAt: moment,
            state: .failed,
            attempt: 2,
            startedAt: Moment(milliseconds: moment.milliseconds + 7),
            finishedAt: Moment(milliseconds: moment.milliseconds + 1507),
            cancelRequestedAt: moment,
            progress: JobProgress(
                percent: 37.5,
                etaSeconds: 12,
                steps: [
                    JobStep(name: "hash", state: .done, done: 8, total: 8, unit: "files"),
                    JobStep(name: "pack", state: .failed, done: 3, unit: "bytes"),
                ]
            ),
            counters: ["tarballs": 3],
            result: ["artifact": nil],
            problem: JobProblem(code: "no-space", title: "", detail: "The disk has 3 bytes left.", hint: "Free 9 GB."),
            logBytes: 9,
            notBefore: moment,
            firstAttempt: 1
        )
        let job = API.Job(row, now: moment)
        try expectGolden(
            job,
            """
            {"attempt":2,"blocked_by":null,"cancel_requested_at":"2026-11-21T01:30:00.000Z","counters":{"tarballs":3},
            "created_at":"2026-11-21T01:30:00.000Z","duration_ms":1500,
            "error":{"code":"no-space","detail":"The disk has 3 bytes left.","hint":"Free 9 GB.","status":507,
            "title":"The disk has no room for it","type":"urn:packferry:problem:no-space"},
            "finished_at":"2026-11-21T01:30:01.507Z","id":"j2",
            "initiator":"schedule:night",
            "links":{"events":"/jobs/j2/events","log":"/jobs/j2/log","retry":"/jobs/j2/retry","self":"/jobs/j2"},
            "log_bytes":9,
            "parameters":{"full":true,"split_bytes":4000000000},"parent_id":"j0",
            "progress":{"eta_seconds":12,"percent":37.5,"steps":[
            {"done":8,"name":"hash","state":"done","total":8,"unit":"files"},
            {"done":3,"name":"pack","state":"failed","total":null,"unit":"bytes"}]},
            "repository":"npm","result":{"artifact":null},"started_at":"2026-11-21T01:30:00.007Z",
            "state":"failed","type":"diff-build"}
            """
        )
    }

    @Test("an event is a line of the log or the job as it is now")
    func event() throws {
        try expectGolden(
            API.JobEvent(Jobs.JobEvent(id: 9, kind: .log, jobID: "j1", line: "packed 3 of 8"), now: moment),
            #"{"collection":null,"job":null,"job_id":"j1","kind":"log","line":"packed 3 of 8","sequence":9}"#
        )
        try expectGolden(
            API.JobEvent(Jobs.JobEvent(id: 9, kind: .changed, jobID: nil, collection: .artifacts), now: moment),
            #"{"collection":"artifacts","job":null,"job_id":null,"kind":"changed","line":null,"sequence":9}"#
        )
    }

    @Test("a job is finished in the states that end it")
    func finished() {
        let finished = JobState.allCases.filter(\.isFinished).map(\.rawValue)
        #expect(finished == ["succeeded", "partial", "failed", "cancelled", "interrupted"])
    }

    @Test("members that an older server does not send are null, members that a newer one sends are skipped")
    func compatibility() throws {
        let step = Array(#"{"name":"a","state":"done","done":1,"unit":"items","colour":"blue"}"#.utf8)
        #expect(try APICoding.decode(JobStep.self, from: step).total == nil)
    }
}
