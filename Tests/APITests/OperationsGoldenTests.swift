import Requests
import Testing
import Time
import Transfer
import Trees

@testable import API

@Suite("Findings, storage and operations in JSON")
struct OperationsGoldenTests {
    @Test("a finding")
    func finding() throws {
        try expectGolden(
            Finding(
                id: "f1",
                repository: "npm",
                kind: "half-written",
                path: "a/a.tgz.tmp-1",
                package: "a",
                version: nil,
                detail: "It is 3 hours old.",
                state: .open,
                attempts: 1,
                quarantine: nil,
                history: [FindingChange(at: moment, state: .repairing, detail: "")],
                nextStep: "Delete it.",
                acts: [.repair, .ignore],
                foundAt: moment,
                seenAt: moment
            ),
            """
            {"acts":["repair","ignore"],"attempts":1,"detail":"It is 3 hours old.","found_at":"2026-11-21T01:30:00.000Z",
            "history":[{"at":"2026-11-21T01:30:00.000Z","detail":"","state":"repairing"}],"id":"f1",
            "kind":"half-written","next_step":"Delete it.","package":"a","path":"a/a.tgz.tmp-1","quarantine":null,
            "repository":"npm","seen_at":"2026-11-21T01:30:00.000Z","state":"open","version":null}
            """
        )
    }

    @Test("storage totals")
    func storage() throws {
        let npm = RepositoryTotals(
            name: "npm",
            type: "npm",
            path: "/srv/storage",
            findings: 5,
            findingKinds: ["mismatch", "stray"].map(FindingKind.init),
            scopes: [CatalogScope(scope: "@babel", packages: 6, files: 1, versions: 4, bytes: 7)],
            largest: [CatalogPackage(name: "a", versions: 1, files: 2, bytes: 3, updated: moment, findings: 4)],
            orphans: CatalogOrphans(files: 8, bytes: 9),
            collected: nil,
            mirror: MirrorStatus(upstream: ["http://up"], synced: nil, clients: ["deb {base}/mirrors/npm a"])
        )
        try expectGolden(
            StorageTotals(
                site: StorageTotals.Site(name: "plant-7", role: "offline"),
                repositories: [npm],
                artifacts: StorageTotals.StoredBytes(count: 1, bytes: 2),
                snapshots: StorageTotals.StoredBytes(count: 3, bytes: 4),
                stateBytes: 5,
                disks: [DiskSpace(path: "/srv", totalBytes: 10, freeBytes: 6)]
            ),
            """
            {"artifacts":{"bytes":2,"count":1},"collected":null,
            "disks":[{"free_bytes":6,"full_in_days":null,"path":"/srv","reserve_bytes":67108864,"total_bytes":10}],"repositories":[
            {"collected":null,"counts":{"bytes":7,"files":1,"packages":6,"versions":4},
            "finding_kinds":["mismatch","stray"],"findings":5,
            "largest":[{"bytes":3,"files":2,"findings":4,"name":"a","repository":"npm",
            "updated":"2026-11-21T01:30:00.000Z","versions":1}],
            "mirror":{"clients":["deb {base}/mirrors/npm a"],"synced":null,"upstream":["http://up"]},"name":"npm",
            "orphans":{"bytes":9,"count":8},"path":"/srv/storage",
            "scopes":[{"bytes":7,"files":1,"packages":6,"scope":"@babel","versions":4}],"type":"npm"}],
            "site":{"name":"plant-7","role":"offline"},"snapshots":{"bytes":4,"count":3},"state_bytes":5}
            """
        )
    }

    @Test("the store of contents")
    func store() throws {
        func amount(_ count: Int) -> StorageTotals.StoredBytes { .init(count: count, bytes: Int64(count) * 10) }
        try expectGolden(
            StoreTotals(
                path: "/srv/data",
                blobs: amount(3),
                repositories: [StoreTotals.Use(repository: "debian", files: 4, bytes: 40)],
                savedBytes: 10,
                quarantine: amount(1),
                incoming: amount(2)
            ),
            """
            {"blobs":{"bytes":30,"count":3},"incoming":{"bytes":20,"count":2},"path":"/srv/data",
            "quarantine":{"bytes":10,"count":1},"repositories":[{"bytes":40,"files":4,"repository":"debian"}],
            "saved_bytes":10}
            """
        )
    }

    @Test("the history of the storage")
    func history() throws {
        let sample = StorageHistory.RepositorySample(
            at: moment,
            files: 1,
            bytes: 2,
            packages: 3,
            versions: 4,
            findings: 5
        )
        let disk = StorageHistory.DiskSample(at: moment, totalBytes: 7, freeBytes: 6)
        try expectGolden(
            StorageHistory(
                repositories: [.init(name: "npm", samples: [sample])],
                disks: [.init(path: "/srv", samples: [disk])]
            ),
            """
            {"disks":[{"path":"/srv","samples":[{"at":"2026-11-21T01:30:00.000Z","free_bytes":6,"total_bytes":7}]}],
            "repositories":[{"name":"npm","samples":[{"at":"2026-11-21T01:30:00.000Z","bytes":2,"files":1,
            "findings":5,"packages":3,"versions":4}]}]}
            """
        )
    }

    @Test("a route, of which each is told")
    func route() throws {
        let route = try #require(RouteInfo.all.first { $0.name == "showJob" })
        try expectGolden(
            route,
            """
            {"body":false,"method":"GET","name":"showJob","parameters":["wait"],"path":"/jobs/{id}","scope":"read",
            "summary":"Show a job, or wait for its end"}
            """
        )
        #expect(RouteInfo.all.count == APIRoute.all.count)
    }

    @Test("health is as bad as the worst check")
    func health() throws {
        let disk = Health.Check(name: "disk", status: .warn, detail: "4% are free.")
        let database = Health.Check(name: "database", status: .pass, detail: "It answers.")
        try expectGolden(
            Health(
                version: "1.0.0",
                checks: [
                    disk.of(.system, "/srv").observing(4, "bytes"),
                    database.of(.datastore).seen(at: Moment(seconds: 1_795_224_600)), disk,
                ]
            ),
            """
            {"checks":{"database":[{"componentType":"datastore","detail":"It answers.","name":"database",
            "status":"pass","time":"2026-11-21T01:30:00.000Z"}],"disk":[{"componentId":"/srv","componentType":"system",
            "detail":"4% are free.","name":"disk","observedUnit":"bytes","observedValue":4,"output":"4% are free.",
            "status":"warn"},{"detail":"4% are free.","name":"disk","output":"4% are free.","status":"warn"}]},
            "description":"packferry","status":"warn","version":"1.0.0"}
            """
        )
        #expect(Health(version: "1", checks: []).status == .pass)
        #expect(Health.Status.warn < .fail)
    }

    @Test("the version")
    func version() throws {
        try expectGolden(
            VersionInfo(
                name: "packferry",
                version: "1.0.0",
                formats: ["packferry.archive/1"],
                libraries: ["sqlite": "3.40.1"]
            ),
            """
            {"formats":["packferry.archive/1"],"libraries":{"sqlite":"3.40.1"},"name":"packferry","version":"1.0.0"}
            """
        )
    }

    @Test("a problem leaves out what it has nothing to say about")
    func problem() throws {
        try expectGolden(
            Problem(.notFound, detail: "There is no job 'x'."),
            """
            {"code":"not-found","detail":"There is no job 'x'.","status":404,"title":"Not found",
            "type":"urn:packferry:problem:not-found"}
            """
        )
        try expectGolden(
            Problem(
                .jobExists,
                detail: "Job j1 is building.",
                requestID: "r1",
                hint: "Wait for it.",
                existingJob: "j1",
                errors: [
                    FieldError(member: "a/b~c", "it must not be empty"),
                    FieldError(parameter: "limt", "this parameter is not known", suggestion: "limit"),
                ]
            ),
            """
            {"code":"job-exists","detail":"Job j1 is building.","errors":[
            {"detail":"it must not be empty","pointer":"#/a~1b~0c"},
            {"detail":"this parameter is not known","parameter":"limt","suggestion":"limit"}],
            "existing_job":"j1","hint":"Wait for it.","request_id":"r1","status":409,
            "title":"Such a job is already there","type":"urn:packferry:problem:job-exists"}
            """
        )
    }

    @Test("every kind of problem is an error and has a name and a title of its own")
    func problemCodes() {
        let codes = ProblemCode.allCases
        #expect(codes.allSatisfy { (400...599).contains($0.status) })
        #expect(Set(codes.map(\.title)).count == codes.count)
        #expect(codes.allSatisfy { $0.rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } })
    }
}
