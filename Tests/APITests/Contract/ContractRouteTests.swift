import API
import HTTPMessages
import JSON
import Jobs
import Requests
import Testing
import Transfer
import Trees

@Suite("The contract and the table of routes")
struct ContractRouteTests {
    private static let kinds: [(path: String, queryMembers: [String])] = [
        kind(Collect.self), kind(BrokenScan.self), (BrokenScan.path, []), kind(FindingRepair.self),
        kind(SnapshotCreate.self), kind(DiffBuild.self), kind(FullRefresh.self), kind(DeltaRefresh.self),
        kind(PackageRefresh.self), kind(ArtifactVerify.self), kind(ArtifactExport.self), kind(ImportStage.self),
        kind(ImportApply.self), kind(ImportRollback.self), kind(Prune.self), kind(Sync.self),
        kind(StoreVerify.self), kind(StoreGC.self),
    ]

    private static func kind<Arguments: JobArguments>(_ type: Arguments.Type) -> (String, [String]) {
        (type.type, type.queryMembers)
    }

    /// Each route, and each type of job that can be started, with its place in the document.
    private static let rows: [(route: APIRoute, path: String, parameters: [String])] = APIRoute.all.flatMap { route in
        let path = route.pattern.replacing("...}", with: "}")
        guard route == .startJob else { return [(route, path, route.parameters)] }
        return kinds.map { (route, path.replacing("{type}", with: $0.path), route.parameters + $0.queryMembers) }
    }

    private static func operations() throws -> [String: ContractDocument.Operation] {
        Dictionary(uniqueKeysWithValues: try ContractDocument().operations.map { ("\($0.method) \($0.path)", $0) })
    }

    @Test("name the same routes, and no other")
    func routes() throws {
        let named = try Self.operations()
        #expect(Set(named.keys) == Set(Self.rows.map { "\($0.route.method.name) \($0.path)" }))
        let ids = named.values.compactMap { $0.value["operationId"]?.stringValue }
        #expect(Set(ids).count == named.count)
    }

    @Test("say the same of each: what it is called, what it does, who may, and every parameter")
    func parameters() throws {
        let named = try Self.operations()
        for (route, path, parameters) in Self.rows {
            let operation = try #require(named["\(route.method.name) \(path)"])
            if route != .startJob {
                #expect(operation.value["operationId"]?.stringValue == route.rawValue)
                #expect(operation.value["summary"]?.stringValue == route.summary)
                #expect(operation.names(in: "path") == route.captures, "\(path)")
            }
            #expect(operation.value["x-scope"]?.stringValue == route.scope.rawValue, "\(path)")
            #expect(operation.names(in: "query").sorted() == parameters.sorted(), "\(path)")
            #expect((operation.value["requestBody"] != nil) == (route.bodyLimit > 0), "\(path)")
            #expect(operation.names(in: "header").contains("Idempotency-Key") == route.startsJob, "\(path)")
        }
    }

    @Test("say that what is refused is a problem, and what a document is answered with that is known already")
    func answers() throws {
        let streams: [APIRoute] = [.followJob, .followJobs, .readJobLog]
        let named = try Self.operations()
        for (route, path, _) in Self.rows {
            let operation = try #require(named["\(route.method.name) \(path)"])
            let answers = try #require(operation.value["responses"])
            #expect(answers["default"] == ["$ref": "#/components/responses/Problem"], "\(path)")
            let isKept = route.method == .GET && !route.isProbe && !streams.contains(route)
            #expect((answers["304"] != nil) == isKept, "\(path)")
            #expect(operation.names(in: "header").contains("If-None-Match") == isKept, "\(path)")
        }
    }

    @Test("sort and narrow each list by the same words")
    func words() throws {
        let sorts: [APIRoute: [String]] = [
            .listPackages: words(CatalogOrder.self), .listFindings: words(FindingOrder.self),
            .listSchedules: words(ScheduleOrder.self), .listSnapshots: words(SnapshotOrder.self),
            .listSnapshotPackages: words(HeldPackageOrder.self), .listArtifactPackages: words(HeldPackageOrder.self),
            .compareSnapshots: words(FileOrder.self), .listArtifactFiles: words(FileOrder.self),
            .listArtifacts: words(ArtifactOrder.self), .listImports: words(ImportOrder.self),
            .listSites: words(SiteOrder.self),
        ]
        let states: [APIRoute: [String]] = [
            .listJobs: words(JobState.self), .listFindings: words(Transfer.Finding.State.self),
            .compareSnapshots: FileChange.states, .listArtifacts: API.Artifact.states, .listImports: Import.states,
            .listSites: API.Site.states,
        ]
        let named = try Self.operations()
        for (route, path, _) in Self.rows where route.method == .GET {
            let operation = try #require(named["GET \(path)"])
            #expect(operation.words(of: "sort") == sorts[route], "\(path)")
            #expect(operation.words(of: "state") == states[route], "\(path)")
        }
        #expect(named["GET /jobs/{id}/packages"]?.words(of: "outcome") == words(RefreshedPackage.Outcome.self))
    }

    private func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> [String] {
        type.allCases.map(\.rawValue)
    }
}
