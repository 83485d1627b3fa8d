import Crypto
import JSON
import Posix
import Testing

@testable import Transfer

/// A site, an archive that comes, and what is to be done. Lists are in the shorthand of `entryList`.
struct PlannerFacts: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the archive carries; its sequence is 10.
    var carried = ""
    /// What its target lists besides.
    var target = ""
    /// What lies here.
    var here = ""
    /// What lies here and is not what its index says.
    var broken = ""
    /// Which of that the source brought, and with which sequence.
    var owned: [String: Int64] = [:]
    /// What the source brought in place of which something else lies here now.
    var brought = ""
    /// Files of the site that stayed at an earlier import.
    var conflicts = ""
    /// The target of an archive of sequence 20 that was accepted before.
    var newer: String?

    var new = ""
    var replaced = ""
    var unchanged = ""
    var superseded = ""
    var conflicting = ""
    var missing = ""

    init(_ title: String, _ fill: (inout PlannerFacts) -> Void) {
        testDescription = title
        fill(&self)
    }

    static let all = [
        PlannerFacts("nothing here") { facts in
            facts.carried = "a/1=x b/1=y"
            facts.new = facts.carried
        },
        PlannerFacts("here with the same bytes, whoever put it there") { facts in
            facts.carried = "a/1=x b/1=y"
            facts.here = facts.carried
            facts.owned = ["a/1=x": 5]
            facts.unchanged = facts.carried
        },
        PlannerFacts("the source's file, changed upstream") { facts in
            facts.carried = "a/1=new"
            facts.here = "a/1=old"
            facts.owned = ["a/1=old": 5]
            facts.replaced = facts.carried
        },
        PlannerFacts("the source's file, brought by a newer archive") { facts in
            facts.carried = "a/1=old"
            facts.here = "a/1=new"
            facts.owned = ["a/1=new": 15]
            facts.superseded = facts.carried
        },
        PlannerFacts("the source's file, brought by this very archive's sequence") { facts in
            facts.carried = "a/1=other"
            facts.here = "a/1=new"
            facts.owned = ["a/1=new": 10]
            facts.superseded = facts.carried
        },
        PlannerFacts("a damaged copy of the source's file") { facts in
            facts.carried = "a/1=x"
            facts.broken = "a/1=damaged"
            facts.brought = "a/1=x"
            facts.replaced = facts.carried
        },
        PlannerFacts("a damaged copy of what the source had before") { facts in
            facts.carried = "a/1=new"
            facts.broken = "a/1=damaged"
            facts.brought = "a/1=old"
            facts.replaced = facts.carried
        },
        PlannerFacts("the site's file") { facts in
            facts.carried = "a/1=x"
            facts.here = "a/1=own"
            facts.conflicting = facts.carried
        },
        PlannerFacts("the site's file, damaged: still not ours to replace") { facts in
            facts.carried = "a/1=x"
            facts.broken = "a/1=own"
            facts.conflicting = facts.carried
        },
        PlannerFacts("the source's file that the site replaced by a publication of its own") { facts in
            facts.carried = "a/1=new"
            facts.here = "a/1=own"
            facts.brought = "a/1=old"
            facts.conflicting = facts.carried
        },
        PlannerFacts("a newer archive listed it otherwise") { facts in
            facts.carried = "a/1=old"
            facts.newer = "a/1=new"
            facts.superseded = facts.carried
        },
        PlannerFacts("a newer archive listed it no more") { facts in
            facts.carried = "a/1=old b/1=x"
            facts.newer = "b/1=x"
            facts.superseded = "a/1=old"
            facts.new = "b/1=x"
        },
        PlannerFacts("a newer archive listed it and it never came") { facts in
            facts.carried = "a/1=x"
            facts.newer = "a/1=x"
            facts.new = facts.carried
        },
        PlannerFacts("what the archive relies on is here") { facts in
            facts.carried = "b/1=y"
            facts.target = "a/1=x"
            facts.here = "a/1=x"
            facts.new = "b/1=y"
        },
        PlannerFacts("what the archive relies on is not here") { facts in
            facts.carried = "b/1=y"
            facts.target = "a/1=x c/1=z"
            facts.here = "c/1=z"
            facts.new = "b/1=y"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what the archive relies on has other bytes here") { facts in
            facts.target = "a/1=x"
            facts.here = "a/1=y"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what the archive relies on is damaged here") { facts in
            facts.target = "a/1=x"
            facts.broken = "a/1=damaged"
            facts.brought = "a/1=x"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what the archive relies on yielded to the site's own file") { facts in
            facts.target = "a/1=x"
            facts.here = "a/1=own"
            facts.conflicts = "a/1=own"
        },
        PlannerFacts("the site's own file that once was preferred has changed since") { facts in
            facts.target = "a/1=x"
            facts.here = "a/1=changed"
            facts.conflicts = "a/1=own"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what is held is required of nobody") { facts in
            facts.target = "a/1*=x"
        },
        PlannerFacts("what a newer archive overtook is required of nobody") { facts in
            facts.target = "a/1=old b/1=gone c/1=x"
            facts.newer = "a/1=new c/1=x"
            facts.missing = "c/1=x"
        },
    ]
}

@Suite struct PlannerTests {
    @Test("file by file, content, ownership and order decide", arguments: PlannerFacts.all)
    func facts(_ facts: PlannerFacts) throws {
        let plan = try Planner(facts).plan()
        #expect(try plan.new == entryList(facts.new))
        #expect(try plan.replaced == entryList(facts.replaced))
        #expect(try plan.unchanged == entryList(facts.unchanged))
        #expect(try plan.superseded == entryList(facts.superseded))
        #expect(try plan.conflicts.map(\.path) == entryList(facts.conflicting).map(\.path))
        #expect(try plan.missing == entryList(facts.missing))
        let isIdle = (facts.new + facts.replaced + facts.missing).isEmpty
        #expect(plan.isContained == isIdle)
    }

    @Test("a record of another source makes a file the site's")
    func otherSource() throws {
        var records = AcceptedRecords()
        let here = try entryList("a/1=old")
        records.files[here[0].path] = .init(sha512: here[0].sha512, source: Golden.archiveID, sequence: 5, prior: false)
        let planner = Planner(
            head: try ArchiveHead(carrying: "a/1=new"),
            live: TextLive(here),
            records: records,
            target: nil
        )
        #expect(planner.plan().conflicts.count == 1)
    }

    @Test("a newer target of another source overtakes nothing")
    func otherNewer() throws {
        var records = AcceptedRecords()
        records.target = .init(snapshot: Golden.uuid, source: Golden.archiveID, sequence: 20, archiveID: Golden.uuid)
        let planner = Planner(
            head: try ArchiveHead(carrying: "a/1=x"),
            live: TextLive([]),
            records: records,
            target: try Snapshot("b/1=y")
        )
        #expect(try planner.plan().new == entryList("a/1=x"))
    }

    @Test("deletes are counted where the very file is here, and nothing is done about them")
    func deletes() throws {
        let head = try ArchiveHead(carrying: "", deletes: "a/1=x b/1=y c/1=z")
        let live = TextLive(try entryList("a/1=x b/1=other"))
        let plan = Planner(head: head, live: live, records: AcceptedRecords(), target: nil).plan()
        #expect(plan.pendingDeletes == 1 && plan.isContained)
    }
}

@Suite struct DocumentPlanTests {
    private static let index = TextTree.document(["1": SHA512Digest(of: "x"), "2": SHA512Digest(of: "y")])
    private static let files = "a/1=x a/2=y"

    /// A document that is carried, or only relied on, and a site that has its package in some state.
    private func plan(
        carried: Bool,
        here: String,
        lists: [String]?,
        sequence: Int64? = nil,
        records: (inout AcceptedRecords) throws -> Void = { _ in }
    ) throws -> ImportPlan {
        let document = try TextTree.indexEntry("a", Self.index)
        let head = try ArchiveHead(
            carrying: "",
            documents: carried ? [document] : [],
            target: Self.files,
            besides: carried ? [] : [document]
        )
        var accepted = AcceptedRecords()
        if let sequence {
            accepted.documents[document.path] = .init(
                sha512: document.sha512,
                source: Golden.uuid,
                sequence: sequence,
                record: .null
            )
        }
        try records(&accepted)
        let lines = lists?.map { ($0, SHA512Digest(of: $0 == "1" ? "x" : "y")) }
        let documents = lines.map { ["a": TextTree.document(Dictionary(uniqueKeysWithValues: $0))] } ?? [:]
        let live = TextLive(try entryList(here), documents: documents)
        return Planner(head: head, live: live, records: accepted, target: nil).plan()
    }

    @Test("a carried document is merged, unless it was merged before and lists all that is here")
    func carried() throws {
        #expect(try plan(carried: true, here: Self.files, lists: ["1", "2"]).documents.count == 1)
        #expect(try plan(carried: true, here: Self.files, lists: nil).documents.count == 1)
        #expect(try plan(carried: true, here: Self.files, lists: nil, sequence: 10).documents.count == 1)
        #expect(try plan(carried: true, here: Self.files, lists: ["1"], sequence: 10).documents.count == 1)
        #expect(try plan(carried: true, here: Self.files, lists: ["1", "2"], sequence: 10).documents.isEmpty)
        #expect(try plan(carried: true, here: Self.files, lists: ["1", "2"], sequence: 10).unchanged.count == 1)
    }

    @Test("a document of a newer archive that was merged stands for the older one")
    func newer() throws {
        let plan = try plan(carried: true, here: Self.files, lists: ["1", "2"]) { records in
            let path = try RelativePath("a/index.txt")
            records.documents[path] = .init(
                sha512: SHA512Digest(of: "later"),
                source: Golden.uuid,
                sequence: 11,
                record: .null
            )
        }
        #expect(plan.documents.isEmpty && plan.isContained)
    }

    @Test("a document that is relied on must be here and list every version that the target has")
    func reliedOn() throws {
        #expect(try plan(carried: false, here: Self.files, lists: ["1", "2"]).missing.isEmpty)
        for lists in [["1"], nil] {
            #expect(
                try plan(carried: false, here: Self.files, lists: lists).missing.map(\.path.string) == ["a/index.txt"]
            )
        }
        let paths = try plan(carried: false, here: "a/1=x", lists: ["1", "2"]).missing.map(\.path.string)
        #expect(paths == ["a/2.bin", "a/index.txt"])
    }

    @Test("a version that yielded to the site's own file is asked of no document")
    func conflict() throws {
        let plan = try plan(carried: false, here: "a/1=x a/2=own", lists: ["1"]) { records in
            records.conflicts[try RelativePath("a/2.bin")] = SHA512Digest(of: "own")
        }
        #expect(plan.missing.isEmpty)
    }

    @Test("a package whose document lists nothing with a file needs only to have one")
    func withoutFiles() throws {
        let document = try TextTree.indexEntry("a", [])
        let head = try ArchiveHead(carrying: "", besides: [document])
        let planner = { (live: TextLive) in
            Planner(head: head, live: live, records: AcceptedRecords(), target: nil).plan()
        }
        #expect(planner(TextLive([], documents: ["a": []])).missing.isEmpty)
        #expect(planner(TextLive([])).missing == [document])
    }
}

extension ArchiveHead {
    /// An archive of sequence 10 that carries some entries and leads to these and others.
    init(
        carrying carried: String,
        documents: [Entry] = [],
        target others: String = "",
        besides: [Entry] = [],
        deletes: String = ""
    ) throws {
        let carried = try entryList(carried) + documents
        let target = try Snapshot(carried + entryList(others) + besides)
        let manifest = Manifest(
            repository: target.repository,
            sequence: 10,
            scope: .delta,
            base: Golden.archiveID,
            target: target.id,
            stateDigest: target.stateDigest,
            platforms: [],
            created: target.created,
            generator: "tests",
            files: carried.map { .init(entry: $0, operation: .add) },
            deletes: try entryList(deletes).map { .init(path: $0.path, sha512: $0.sha512) },
            warnings: []
        )
        self.init(
            manifest: manifest,
            archiveID: Manifest.archiveID(of: manifest.encoded),
            target: target,
            remarks: [],
            manifestBytes: manifest.encoded
        )
    }
}

extension Planner {
    fileprivate init(_ facts: PlannerFacts) throws {
        var records = AcceptedRecords()
        for (shorthand, sequence) in facts.owned { try records.own(shorthand, sequence) }
        try records.own(facts.brought, 5)
        for entry in try entryList(facts.conflicts) { records.conflicts[entry.path] = entry.sha512 }
        if facts.newer != nil {
            records.target = .init(snapshot: Golden.uuid, source: Golden.uuid, sequence: 20, archiveID: Golden.uuid)
        }
        self.init(
            head: try ArchiveHead(carrying: facts.carried, target: facts.target),
            live: TextLive(try entryList(facts.here), broken: try entryList(facts.broken)),
            records: records,
            target: try facts.newer.map { try Snapshot($0) }
        )
    }
}

extension AcceptedRecords {
    fileprivate mutating func own(_ shorthand: String, _ sequence: Int64) throws {
        for entry in try entryList(shorthand) {
            files[entry.path] = .init(sha512: entry.sha512, source: Golden.uuid, sequence: sequence, prior: false)
        }
    }
}
