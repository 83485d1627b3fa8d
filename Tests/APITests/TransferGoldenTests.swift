import Testing
import Transfer
import Trees

@testable import API

@Suite("Packages, snapshots, artifacts and imports in JSON")
struct TransferGoldenTests {
    private let counts = SnapshotCounts(files: 3, bytes: 4_294_967_296, packages: 2, versions: 1)

    @Test("a package in a list")
    func packageSummary() throws {
        try expectGolden(
            PackageSummary(
                name: "@babel/core",
                repository: "npm",
                versions: 3,
                files: 2,
                bytes: 1024,
                updated: moment,
                findings: 1
            ),
            """
            {"bytes":1024,"files":2,"findings":1,"name":"@babel/core","repository":"npm",
            "updated":"2026-11-21T01:30:00.000Z","versions":3}
            """
        )
    }

    @Test("a package with its versions")
    func packageDetail() throws {
        let present = PackageVersion(
            version: "1.0.0",
            file: "a-1.0.0.tgz",
            state: .present,
            size: 9,
            sha512: "ab",
            artifacts: ["diff-1"]
        )
        let missing = PackageVersion(version: "1.0.1", file: "a-1.0.1.tgz", state: .missing, artifacts: [])
        try expectGolden(
            PackageDetail(
                name: "a",
                repository: "npm",
                files: 1,
                bytes: 9,
                added: nil,
                updated: nil,
                findings: 0,
                findingDetails: [],
                lastRefresh: PackageHistory.Refresh(jobID: "j", outcome: .stale, finishedAt: nil),
                distTags: ["latest": "1.0.1"],
                versions: [present, missing]
            ),
            """
            {"added":null,"bytes":9,"dist_tags":{"latest":"1.0.1"},"files":1,"finding_details":[],"findings":0,
            "last_refresh":{"finished_at":null,"job_id":"j","outcome":"stale"},"name":"a","repository":"npm",
            "updated":null,"versions":[
            {"artifacts":["diff-1"],"file":"a-1.0.0.tgz","sha512":"ab","size":9,"state":"present","version":"1.0.0"},
            {"artifacts":[],"file":"a-1.0.1.tgz","sha512":null,"size":null,"state":"missing","version":"1.0.1"}]}
            """
        )
    }

    @Test("a snapshot in a list, on the last page")
    func snapshots() throws {
        let snapshot = SnapshotSummary(
            id: "0f",
            names: ["2026-11"],
            repository: "npm",
            created: moment,
            counts: counts
        )
        try expectGolden(
            Page(items: [snapshot], nextCursor: nil, total: 1, counts: ["built": 1]),
            """
            {"counts":{"built":1},"items":[{"counts":{"bytes":4294967296,"files":3,"packages":2,"versions":1},
            "created":"2026-11-21T01:30:00.000Z","id":"0f","names":["2026-11"],"repository":"npm"}],"next_cursor":null,
            "total":1}
            """
        )
    }

    @Test("a snapshot")
    func snapshot() throws {
        let snapshot = SnapshotDetail(
            id: "0f",
            names: [],
            repository: "npm",
            created: moment,
            counts: counts,
            stateDigest: "cd",
            held: 1,
            generator: "packferry 1.0.0",
            platforms: ["linux-x64-glibc"],
            path: "/srv/snapshots/20261121T013000Z/manifest.json",
            neededBy: ["diff-1"],
            warnings: ["a-1.0.0.tgz is broken."]
        )
        try expectGolden(
            snapshot,
            """
            {"counts":{"bytes":4294967296,"files":3,"packages":2,"versions":1},"created":"2026-11-21T01:30:00.000Z",
            "generator":"packferry 1.0.0","held":1,"id":"0f","names":[],"needed_by":["diff-1"],
            "path":"/srv/snapshots/20261121T013000Z/manifest.json","platforms":["linux-x64-glibc"],"repository":"npm",
            "state_digest":"cd","warnings":["a-1.0.0.tgz is broken."]}
            """
        )
    }

    @Test("the difference of two snapshots")
    func comparison() throws {
        let change = FileChange(change: .added, path: "a/a.tgz", package: "a", version: "1.0.0", size: 9, sha512: "ab")
        try expectGolden(
            SnapshotComparison(
                base: "0e",
                target: "0f",
                counts: SnapshotComparison.Counts(added: 1, changed: 0, removed: 0, bytes: 9),
                items: [change],
                nextCursor: "MQ",
                total: 1
            ),
            """
            {"base":"0e","counts":{"added":1,"bytes":9,"changed":0,"removed":0},"items":[
            {"change":"added","package":"a","path":"a/a.tgz","sha512":"ab","size":9,"version":"1.0.0"}],
            "next_cursor":"MQ","target":"0f","total":1}
            """
        )
    }

    @Test("an artifact")
    func artifact() throws {
        let artifact = Artifact(
            id: "diff-202611210130",
            archiveID: "aa",
            repository: "npm",
            sequence: 1_795_224_600,
            scope: "delta",
            base: "0e",
            baseName: "diff-202611200130",
            target: "0f",
            created: moment,
            path: "/srv/artifacts/diff-202611210130.tar.zst",
            size: 5,
            sha512: "ef",
            signer: nil,
            counts: counts,
            deletes: 2,
            state: .built,
            deliveries: [
                ArtifactDelivery(Delivery(artifact: "d", site: "plant-7", state: .proven, at: moment)),
                ArtifactDelivery(
                    Delivery(
                        artifact: "d",
                        site: "plant-8",
                        state: .asserted,
                        at: moment,
                        assertedBy: "Ann",
                        reason: "called"
                    )
                ),
            ],
            note: "",
            warnings: [],
            links: ["download": APIPath.download(ofArtifact: "diff-202611210130")]
        )
        try expectGolden(
            artifact,
            """
            {"archive_id":"aa","base":"0e","base_name":"diff-202611200130","counts":{"bytes":4294967296,"files":3,"packages":2,"versions":1},
            "created":"2026-11-21T01:30:00.000Z","deletes":2,
            "deliveries":[{"at":"2026-11-21T01:30:00.000Z","by":null,"reason":null,"site":"plant-7","state":"proven"},
            {"at":"2026-11-21T01:30:00.000Z","by":"Ann","reason":"called","site":"plant-8","state":"asserted"}],"id":"diff-202611210130",
            "links":{"download":"/artifacts/diff-202611210130/download"},"note":"",
            "path":"/srv/artifacts/diff-202611210130.tar.zst","repository":"npm","scope":"delta",
            "sequence":1795224600,"sha512":"ef","signer":null,"size":5,"state":"built","target":"0f","warnings":[]}
            """
        )
        #expect(
            Transfer.Artifact.State.allCases.map(\.rawValue) == [
                "built", "downloaded", "delivered", "damaged", "missing",
            ]
        )
    }

    @Test("a site that is known by a receipt")
    func site() throws {
        let site = Site(
            name: "plant-7",
            repository: "npm",
            state: .retired,
            evidence: .rolledBack,
            counter: 7,
            archiveID: "aa",
            artifact: nil,
            snapshot: "0f",
            files: 2,
            missing: Excerpt(of: ["a/a.tgz"]),
            conflicts: Excerpt(of: []),
            signer: nil,
            remark: "It is not signed, and was let in all the same",
            heardAt: moment,
            retiredAt: moment,
            onTheWay: ["diff-1"],
            links: [:]
        )
        try expectGolden(
            site,
            """
            {"archive_id":"aa","artifact":null,"conflicts":{"count":0,"items":[]},"counter":7,"evidence":"rolled-back","files":2,
            "heard_at":"2026-11-21T01:30:00.000Z","links":{},"missing":{"count":1,"items":["a/a.tgz"]},"name":"plant-7",
            "on_the_way":["diff-1"],"remark":"It is not signed, and was let in all the same","repository":"npm",
            "retired_at":"2026-11-21T01:30:00.000Z","signer":null,"snapshot":"0f","state":"retired"}
            """
        )
    }

    private static let summary = """
        "base":null,"base_name":null,"counts":{"bytes":4294967296,"files":3,"packages":2,"versions":1},
        "created":"2026-11-21T01:30:00.000Z","id":"aa",
        """

    private static let plan = """
        {"bytes":8,"conflicting_files":[{"here":"11","incoming":"22","path":"a/a.tgz"}],
        "conflicts":{"count":1,"items":["a/a.tgz: the site's own file stays"]},
        "is_contained":false,"made_at":"2026-11-21T01:30:00.000Z","merged":5,"missing":{"count":1,"items":["b/b.tgz"]},
        "missing_files":[{"path":"b/b.tgz","sha512":"33"}],"new":1,"packages":7,"pending_deletes":6,
        "remedy":null,"replaced":2,"superseded":4,"unchanged":3}
        """

    private func decoded(_ json: String) throws -> Import {
        let compact = json.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        return try APICoding.decode(Import.self, from: Array(compact.utf8))
    }

    @Test("a staged import with its plan")
    func staged() throws {
        let json = """
            {"applied_at":null,\(Self.summary)"job_id":null,"links":{},
            "name":"diff-202611210130","origin":"/media/usb/diff.tar.zst","plan":\(Self.plan),"receipt":null,"repository":"npm","rollback":null,"scope":"full","sequence":1,
            "signer":{"fingerprint":"SHA256:a","key":"ssh-ed25519 AAAA","trusted":true},
            "source":{"name":"npm","type":"npm","uuid":"uu"},"staged_at":"2026-11-21T01:30:00.000Z",
            "state":"staged","target":"0f","warnings":["it is odd"]}
            """
        let value = try decoded(json)
        #expect(value.outcome == nil && value.plan?.new == 1 && value.summary.counts.files == 3)
        try expectGolden(value, json)
    }

    @Test("an import that was applied, with what came of it")
    func applied() throws {
        let json = """
            {"allowed_unsigned":true,"applied_at":"2026-11-21T01:30:00.000Z","applied_by":"job j1","base":null,"base_name":null,"bytes":5,"changed":true,
            "conflicts":{"count":3,"items":["one stays"]},"counts":{"bytes":4294967296,"files":3,"packages":2,"versions":1},
            "created":"2026-11-21T01:30:00.000Z","deleted":7,"dry_run":false,"id":"aa","import":"aa","job_id":"j1","links":{},"merged":3,
            "missing":{"count":1,"items":["b/b.tgz"]},"name":null,"origin":"upload","packages":2,"pending_deletes":6,"placed":1,"plan":null,
            "receipt":{"code":"23T1H","counter":7,"kind":"rolled-back","name":"receipt-far-7.json","path":"/r","signature":"SSH"},"registered":3,"replaced":2,"repository":"npm","result":"partial","rollback":null,"scope":"full","sequence":1,"signer":null,
            "source":{"name":"npm","type":"npm","uuid":"uu"},"staged_at":"2026-11-21T01:30:00.000Z",
            "state":"applied","superseded":5,"target":"0f","trusted_keys":["SHA256:b"],"unchanged":4,"warnings":[]}
            """
        let value = try decoded(json)
        let outcome = try #require(value.outcome)
        #expect(outcome.isPartial && outcome.didChange && outcome.appliedBy == "job j1" && outcome.bytes == 5)
        #expect([outcome.placed, outcome.replaced, outcome.merged, outcome.unchanged] == [1, 2, 3, 4])
        #expect([outcome.superseded, outcome.pendingDeletes, outcome.packages, outcome.deleted] == [5, 6, 2, 7])
        #expect(String(decoding: try APICoding.encode(value), as: UTF8.self) == json.replacing("\n", with: ""))
    }

    @Test("what an older version recorded of conflicts is read")
    func olderRecords() throws {
        let list = try APICoding.decode(Excerpt<String>.self, from: Array(#"["one","two"]"#.utf8))
        #expect(list.count == 2 && list.items == ["one", "two"])
        let number = try APICoding.decode(Excerpt<String>.self, from: Array("7".utf8))
        #expect(number.count == 7 && number.items.isEmpty)
    }

    @Test("what a deletion takes away")
    func deletion() throws {
        let file = Deletion.File(path: "/srv/artifacts/diff-1.tar.zst", size: 5)
        try expectGolden(
            Deletion(of: "diff-1", names: ["2026-11"], files: [file]),
            """
            {"bytes":5,"deleted":"diff-1","dry_run":true,
            "files":{"count":1,"items":[{"path":"/srv/artifacts/diff-1.tar.zst","size":5}]},"names":["2026-11"]}
            """
        )
    }
}
