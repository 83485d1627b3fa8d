import API
import HTTPMessages
import Jobs
import Testing
import Transfer

@Suite("Routes and paths")
struct RouteTests {
    @Test("no two routes are the same, and each says what it does")
    func table() {
        let keys = APIRoute.all.map { "\($0.method) \($0.pattern)" }
        #expect(Set(keys).count == keys.count)
        #expect(APIRoute.all.allSatisfy { !$0.summary.isEmpty && !$0.summary.hasSuffix(".") })
    }

    @Test("the table is this", arguments: zip(APIRoute.all, expected))
    func rows(route: APIRoute, row: String) {
        let limit = route.bodyLimit == .max ? "any" : "\(route.bodyLimit)"
        #expect("\(route.method) \(route.pattern) \(route.scope) \(limit)" == row)
    }

    @Test("the expected table has a row for every route")
    func complete() {
        #expect(Self.expected.count == APIRoute.all.count)
    }

    private static let expected = [
        "GET /packages read 0", "GET /packages/{name...} read 0",
        "POST /packages/{name...}/refresh write 1048576",
        "GET /jobs read 0", "GET /jobs/{id} read 0", "POST /jobs/{type} write 1048576",
        "POST /jobs/{id}/cancel write 1048576", "POST /jobs/{id}/retry write 1048576",
        "GET /jobs/{id}/log read 0", "GET /jobs/{id}/packages read 0", "GET /jobs/{id}/events read 0",
        "GET /events read 0",
        "GET /schedules read 0", "GET /schedules/{id} read 0", "POST /schedules write 1048576",
        "PUT /schedules/{id} write 1048576", "DELETE /schedules/{id} admin 0",
        "POST /schedules/{id}/run write 1048576",
        "GET /snapshots read 0", "GET /snapshots/{id} read 0",
        "GET /snapshots/{id}/packages read 0", "GET /snapshots/{base}/diff/{target} read 0",
        "POST /snapshots write 1048576", "DELETE /snapshots/{id} admin 0",
        "POST /snapshots/{id}/names write 1048576", "DELETE /snapshots/{id}/names/{name} admin 0",
        "GET /artifacts read 0", "GET /artifacts/{id} read 0",
        "GET /artifacts/{id}/files read 0", "GET /artifacts/{id}/packages read 0",
        "POST /artifacts/{id}/verify write 1048576",
        "DELETE /artifacts/{id} admin 0",
        "GET /artifacts/{id}/download read 0", "GET /artifacts/{id}/SHA512SUMS read 0",
        "GET /artifacts/{id}/manifest read 0", "POST /artifacts/{id}/delivered write 1048576",
        "POST /imports write any", "GET /imports read 0", "GET /imports/{id} read 0",
        "POST /imports/{id}/apply write 1048576", "POST /imports/{id}/rollback write 1048576",
        "DELETE /imports/{id} admin 0",
        "GET /imports/{id}/receipt read 0",
        "GET /sites read 0", "GET /sites/{name} read 0", "POST /sites/{name}/retire write 1048576",
        "POST /receipts write 67108864", "GET /inventory read 0", "POST /inventories write 134217728",
        "GET /keys read 0", "POST /keys admin 1048576", "DELETE /keys/{fingerprint} admin 0",
        "POST /sources admin 1048576",
        "GET /broken-archives read 0", "GET /broken-archives/{id} read 0",
        "POST /broken-archives/{id}/repair write 1048576",
        "POST /broken-archives/{id}/ignore write 1048576", "POST /broken-archives/{id}/reopen write 1048576",
        "POST /install-checks read 16777216", "GET /storage read 0", "GET /storage/history read 0",
        "GET /store read 0", "GET /configuration read 0", "GET /routes read 0",
        "GET /openapi.json read 0",
        "GET /health read 0", "GET /livez read 0", "GET /readyz read 0", "GET /version read 0", "GET /metrics read 0",
    ]

    @Test("paths are built from the patterns, with every value encoded", arguments: paths)
    func path(built: String, expected: String) {
        #expect(built == expected)
    }

    private static let paths: [(String, String)] = [
        (APIPath.packages(), "/packages?sort=name&limit=50"),
        (APIPath.packages(PackageQuery(search: "a b&c")), "/packages?q=a%20b%26c&sort=name&limit=50"),
        (APIPath.package("lodash"), "/packages/lodash"),
        (APIPath.package("@babel/core"), "/packages/@babel/core"),
        (APIPath.package("a b?#%"), "/packages/a%20b%3F%23%25"),
        (APIPath.jobs(JobQuery(states: [.failed])), "/jobs?state=failed&limit=50"),
        (APIPath.job("7"), "/jobs/7"),
        (APIPath.job("7", JobWaitQuery(wait: 30)), "/jobs/7?wait=30"),
        (APIPath.job("../x/y"), "/jobs/..%2Fx%2Fy"),
        (APIPath.jobs(ofType: "collect"), "/jobs/collect"),
        (APIPath.cancellation(ofJob: "7"), "/jobs/7/cancel"),
        (APIPath.retry(ofJob: "7"), "/jobs/7/retry"),
        (APIPath.log(ofJob: "7"), "/jobs/7/log"),
        (APIPath.events(ofJob: "7"), "/jobs/7/events"),
        (APIPath.events, "/events"),
        (APIPath.schedules(), "/schedules?sort=name&limit=50"), (APIPath.newSchedule, "/schedules"),
        (APIPath.schedule("collect-npm"), "/schedules/collect-npm"),
        (APIPath.run(ofSchedule: "collect-npm"), "/schedules/collect-npm/run"),
        (APIPath.snapshots(), "/snapshots?sort=created&limit=50"),
        (APIPath.newSnapshot, "/snapshots"),
        (APIPath.snapshot("0f"), "/snapshots/0f"),
        (
            APIPath.comparison(of: "0e", with: "0f", ListQuery(page: PageQuery(limit: 5))),
            "/snapshots/0e/diff/0f?sort=path&limit=5"
        ),
        (
            APIPath.artifacts(ListQuery(repository: "npm", states: ["built", "downloaded"])),
            "/artifacts?repository=npm&state=built%2Cdownloaded&sort=created&limit=50"
        ),
        (APIPath.artifact("d"), "/artifacts/d"),
        (APIPath.verification(ofArtifact: "d"), "/artifacts/d/verify"),
        (APIPath.download(ofArtifact: "d"), "/artifacts/d/download"),
        (APIPath.checksums(ofArtifact: "d"), "/artifacts/d/SHA512SUMS"),
        (APIPath.manifest(ofArtifact: "d"), "/artifacts/d/manifest"),
        (APIPath.packages(ofSnapshot: "s"), "/snapshots/s/packages?sort=name&limit=50"),
        (
            APIPath.files(ofArtifact: "a", ListQuery(page: PageQuery(limit: 2, cursor: "c"))),
            "/artifacts/a/files?sort=path&limit=2&cursor=c"
        ),
        (
            APIPath.packages(ofArtifact: "a", ListQuery(search: "x", order: ListOrder(.bytes, isReversed: true))),
            "/artifacts/a/packages?q=x&sort=bytes&reverse=true&limit=50"
        ),
        (APIPath.installCheck(), "/install-checks"),
        (APIPath.installCheck(RepositoryQuery(repository: "npm")), "/install-checks?repository=npm"),
        (APIPath.imports(), "/imports?sort=since&limit=50"),
        (APIPath.staging(), "/imports"),
        (APIPath.staging(StagingQuery(repository: "npm")), "/imports?repository=npm"),
        (APIPath.staging(StagingQuery(allowUnsigned: true)), "/imports?allow_unsigned=true"),
        (APIPath.keys(RepositoryQuery(repository: "npm")), "/keys?repository=npm"), (APIPath.newKey, "/keys"),
        (APIPath.newSource, "/sources"),
        (
            APIPath.key("SHA256:a/b+c", KeyQuery(repository: "npm", isDryRun: true)),
            "/keys/SHA256%3Aa%2Fb%2Bc?repository=npm&dry_run=true"
        ),
        (
            APIPath.key("SHA256:a", KeyQuery(repository: "npm", site: "plant-7")),
            "/keys/SHA256%3Aa?repository=npm&site=plant-7"
        ),
        (APIPath.import("i"), "/imports/i"),
        (APIPath.application(ofImport: "i"), "/imports/i/apply"),
        (APIPath.receipt(ofImport: "i"), "/imports/i/receipt"),
        (APIPath.delivery(ofArtifact: "d"), "/artifacts/d/delivered"),
        (APIPath.sites(ListQuery(states: ["active"])), "/sites?state=active&sort=name&limit=50"),
        (APIPath.site("plant-7"), "/sites/plant-7"),
        (
            APIPath.retirement(ofSite: "plant-7", RepositoryQuery(repository: "npm")),
            "/sites/plant-7/retire?repository=npm"
        ),
        (
            APIPath.receipts(ReceiptQuery(repository: "npm", allowUnsigned: true, isDryRun: true)),
            "/receipts?repository=npm&dry_run=true&allow_unsigned=true"
        ),
        (APIPath.inventory(), "/inventory"),
        (
            APIPath.inventories(InventoryQuery(site: "plant-7", taken: moment, repository: "npm")),
            "/inventories?site=plant-7&taken=2026-11-21T01%3A30%3A00.000Z&repository=npm"
        ),
        (
            APIPath.findings(FindingQuery(states: [.open, .ignored])),
            "/broken-archives?state=open%2Cignored&sort=path&limit=50"
        ),
        (APIPath.finding("7"), "/broken-archives/7"),
        (APIPath.storage, "/storage"),
        (
            APIPath.storageHistory(HistoryQuery(since: moment, repository: "npm")),
            "/storage/history?since=2026-11-21T01%3A30%3A00.000Z&repository=npm"
        ),
        (APIPath.store, "/store"),
        (APIPath.configuration, "/configuration"), (APIPath.routes, "/routes"), (APIPath.health, "/health"),
        (APIPath.liveness, "/livez"), (APIPath.readiness, "/readyz"),
        (APIPath.version, "/version"), (APIPath.metrics, "/metrics"), (APIPath.openAPI, "/openapi.json"),
    ]

    @Test("a path is understood as a request target, and a scope stays in one piece")
    func target() throws {
        let target = try RequestTarget(APIPath.package("@babel/core"))
        #expect(target.segments == ["packages", "@babel", "core"])
        #expect(try RequestTarget(APIPath.job("a/b")).segments == ["jobs", "a/b"])
    }

    @Test("captures are named in the order of the pattern")
    func captures() {
        #expect(APIRoute.compareSnapshots.captures == ["base", "target"])
        #expect(APIRoute.showPackage.captures == ["name"])
        #expect(APIRoute.listJobs.captures.isEmpty)
    }
}
