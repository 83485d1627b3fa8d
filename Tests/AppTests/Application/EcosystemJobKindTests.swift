import API
import HTTPMessages
import JSON
import Jobs
import Reporting
import Requests
import TestSupport
import Testing
import Transfer
import Trees

@testable import App

@Suite("The kinds of work that an ecosystem brings", .temporaryDirectory)
struct EcosystemJobKindTests {
    @Test("are started by POST /jobs/{type}, run, and are found by their type")
    func runs() async throws {
        try await Station.with(["npm", "other"], adapting: Self.bringing) { station in
            try await station.collect("other")
            let job = try await station.run("/jobs/scope-count?repository=other", #"{"empty":false}"#)
            #expect(job.state == .succeeded)
            #expect(job.repository == "other")
            #expect(job.result["scopes"] == 1)
            #expect(job.result["holder"]?.stringValue?.hasPrefix("job \(job.id), ") == true, "\(job.result)")
            let listed = try await station.get("/jobs?type=scope-count")
            #expect(listed.items.map { $0["id"]?.stringValue } == [job.id])
            let wrong = try await station.post("/jobs/scope-count?repository=other", #"{"full":true}"#)
            #expect(wrong.status == .unprocessableContent)
        }
    }

    @Test("are not there without a repository of its type")
    func absent() async throws {
        try await Station.with { station in
            let started = try await station.post("/jobs/scope-count")
            #expect(started.status == .unprocessableContent)
            let listed = try await station.get("/jobs?type=scope-count")
            #expect(listed.status == .unprocessableContent)
        }
    }

    private static func bringing(_ configuration: EffectiveConfiguration) -> EffectiveConfiguration {
        var values = configuration.values
        values.repositories = values.repositories.map {
            RepositoryConfiguration(name: $0.name, ecosystem: Counting(base: $0.ecosystem), settings: $0.settings)
        }
        return EffectiveConfiguration(values: values, file: configuration.file, origins: [:])
    }
}

/// What its repositories are, and a kind of work besides.
private struct Counting: Ecosystem {
    let base: any Ecosystem

    var rules: any ContentRules { base.rules }
    var settings: [TreeSetting] { base.settings }
    var findingKinds: [FindingKind] { base.findingKinds }

    func cure(of finding: Transfer.Finding) -> String? { base.cure(of: finding) }

    func open(_ repository: TreeSettings, in context: TreeContext) throws -> any Tree {
        try base.open(repository, in: context)
    }

    func catalog(of repository: TreeSettings, in context: TreeContext) -> any Catalog {
        base.catalog(of: repository, in: context)
    }

    func jobKinds(
        over repositories: [TreeSettings],
        in context: TreeContext,
        locking lock: any TreeLock
    ) -> [JobKind] {
        [
            JobKind(ScopeCount.self, claims: { [.tree($0)] }) { arguments, job in
                let repository = try #require(repositories.first { $0.repository == job.repository })
                let scopes = try await catalog(of: repository, in: context).scopes()
                let holder = try await lock.locked(for: job) { try RepositoryFolder.holder(in: $0.root) }
                return ScopeCount.Outcome(
                    scopes: scopes.count { arguments.empty || !$0.scope.isEmpty },
                    holder: holder ?? "nobody"
                )
            }
        ]
    }
}

private struct ScopeCount: JobArguments {
    static let type = "scope-count"
    static let members: [RequestMember] = [.flag("empty")]

    let empty: Bool

    struct Outcome: JobOutcome {
        let scopes: Int
        /// Who has the lock of the tree while it is counted.
        let holder: String
    }
}
