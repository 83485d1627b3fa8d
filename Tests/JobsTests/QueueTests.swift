import JSON
import Requests
import TestSupport
import Testing

@testable import Jobs

@Suite("A queue", .temporaryDirectory, .ends)
struct QueueTests {
    @Test("runs a job and keeps what it came to")
    func success() async throws {
        let shop = try await Workshop([.instant()])
        let job = try await shop.enqueue("instant", ["deep": true])
        #expect(job.state == .running)
        let ended = try await shop.job(job.id, becomes: .succeeded)
        #expect(ended.result == ["done": true])
        #expect(ended.parameters == ["deep": true])
        #expect(ended.initiator == "tester")
        #expect(ended.repository == "npm")
        #expect(ended.attempt == 1)
        #expect(ended.createdAt == ManualClock.start)
        #expect(ended.startedAt == ManualClock.start)
        #expect(ended.finishedAt == ManualClock.start)
        #expect(ended.duration(now: 0) == 0)
        #expect(ended.progress.percent == 100)
        #expect(ended.problem == nil)
        #expect(try await shop.queue.job(job.id) == ended)
    }

    @Test("keeps a partial outcome as such")
    func partial() async throws {
        let kind = JobKind(name: "some", claims: { _ in [] }) { _ in
            JobResult(value: ["missing": ["a"]], isPartial: true)
        }
        let shop = try await Workshop([kind])
        let ended = try await shop.job(shop.enqueue("some").id, becomes: .partial)
        #expect(ended.result == ["missing": ["a"]])
    }

    @Test("hands the work its repository, parameters and attempt")
    func context() async throws {
        let kind = JobKind(Echo.self, claims: { _ in [] }) { arguments, context in
            Echo.Outcome(
                id: context.id,
                repository: context.repository,
                initiator: context.initiator,
                text: arguments.text ?? "",
                attempt: context.attempt
            )
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("echo", on: "apt", ["text": "x"])
        let ended = try await shop.job(job.id, becomes: .succeeded)
        #expect(
            ended.result == [
                "id": .string(job.id), "repository": "apt", "initiator": "tester", "text": "x", "attempt": 1,
            ]
        )
    }

    @Test("refuses parameters that are not those of the kind, and makes no job of them")
    func strict() async throws {
        let kind = JobKind(Echo.self, claims: { _ in [] }) { _, _ in throw Mishap() }
        let shop = try await Workshop([kind])
        let mistakes: [(JSONValue, String)] = [
            (["txt": "x"], "#/txt"), (["text": 1], "#/text"), (["text": "never"], "#/text"), ([1], "#"),
        ]
        for (parameters, place) in mistakes {
            let refusal = await #expect(throws: RequestRefusal.self) { try await shop.enqueue("echo", parameters) }
            #expect(refusal?.errors.first?.pointer == place)
        }
        #expect(try await shop.queue.jobs().items.isEmpty)
    }

    @Test("keeps what its kind makes of the parameters")
    func prepared() async throws {
        let kind = JobKind(
            Echo.self,
            claims: { _ in [] },
            prepare: { given, repository in
                var arguments = given
                arguments.text = "\(given.text ?? "") on \(repository)"
                return arguments
            },
            run: { _, _ in throw Mishap() }
        )
        let shop = try await Workshop([kind])
        #expect(try await shop.enqueue("echo", ["text": "x"]).parameters == ["text": "x on npm"])
    }

    @Test("refuses a second job of one type on one repository, and names the first")
    func conflict() async throws {
        let end = Signal()
        let shop = try await Workshop([.patient("build", until: end)])
        let first = try await shop.enqueue("build")
        let error = await #expect(throws: JobError.self) { _ = try await shop.enqueue("build") }
        #expect(error?.code == .conflict)
        #expect(error?.existingJob == first.id)
        #expect(error.map { "\($0)" }?.contains(first.id) == true)
        let elsewhere = try await shop.enqueue("build", on: "other")
        end.give()
        try await shop.job(first.id, becomes: .succeeded)
        try await shop.job(elsewhere.id, becomes: .succeeded)
        _ = try await shop.enqueue("build")
    }

    @Test("refuses an unknown type and names those there are")
    func unknownType() async throws {
        let shop = try await Workshop([.instant("b"), .instant("a")])
        let error = await #expect(throws: JobError.self) { _ = try await shop.enqueue("c") }
        #expect(error?.code == .unknownType)
        #expect(error?.hint == "There are a, b")
    }

    @Test("takes nothing before it is started")
    func notStarted() async throws {
        let shop = try await Workshop([.instant()], isStarted: false)
        let error = await #expect(throws: JobError.self) { _ = try await shop.enqueue("instant") }
        #expect(error?.code == .unavailable)
    }

    @Test("knows no job that was never made")
    func notFound() async throws {
        let shop = try await Workshop([])
        for id in ["", "nothing", "000000000000", "../../etc/passwd"] {
            let error = await #expect(throws: JobError.self) { _ = try await shop.queue.job(id) }
            #expect(error?.code == .notFound)
            #expect(try shop.log(of: id).isEmpty)
        }
    }
}

/// Arguments that come back.
struct Echo: JobArguments {
    static let type = "echo"
    static let members: [RequestMember] = [.text("text")]

    var text: String?

    var contradictions: [FieldError] { text == "never" ? [FieldError(member: "text", "never")] : [] }

    struct Outcome: JobOutcome {
        let id: String
        let repository: String
        let initiator: String
        let text: String
        let attempt: Int
    }
}
