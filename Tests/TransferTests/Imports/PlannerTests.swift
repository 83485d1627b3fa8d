import Crypto
import JSON
import Posix
import Spooling
import Testing

@testable import Transfer

@Suite struct PlannerTests {
    @Test("file by file, content, ownership and order decide", arguments: PlannerFacts.all)
    func facts(_ facts: PlannerFacts) throws {
        let plan = try Planner(facts).plan()
        #expect(try Array(plan.new) == entryList(facts.new))
        #expect(try Array(plan.replaced) == entryList(facts.replaced))
        #expect(try Array(plan.unchanged) == entryList(facts.unchanged))
        #expect(try Array(plan.superseded) == entryList(facts.superseded))
        #expect(try plan.conflicts.map(\.path) == entryList(facts.conflicting).map(\.path))
        #expect(try Array(plan.missing) == entryList(facts.missing))
        let isIdle = (facts.new + facts.replaced + facts.missing).isEmpty
        #expect(plan.isContained == isIdle)
    }

    @Test("a record of another source makes a file the site's")
    func otherSource() throws {
        var records = AcceptedRecords()
        let here = try entryList("a/1=old")
        let known = AcceptedRecords.File(sha512: here[0].sha512, source: Golden.archiveID, sequence: 5, prior: false)
        try records.files.set(here[0].path, known)
        let planner = Planner(
            head: try ArchiveHead(carrying: "a/1=new"),
            live: TextLive(here),
            records: records,
            target: nil,
            rules: TextRules()
        )
        #expect(try planner.plan().conflicts.count == 1)
    }

    @Test("a newer target of another source overtakes nothing")
    func otherNewer() throws {
        var records = AcceptedRecords()
        records.accept(.init(snapshot: Golden.uuid, source: Golden.archiveID, sequence: 20, archiveID: Golden.uuid))
        let planner = Planner(
            head: try ArchiveHead(carrying: "a/1=x"),
            live: TextLive([]),
            records: records,
            target: try Snapshot("b/1=y"),
            rules: TextRules()
        )
        #expect(try Array(planner.plan().new) == entryList("a/1=x"))
    }

    @Test("a newer target of the same source overtakes, though another source's archive came since")
    func sourcesInTurn() throws {
        var records = AcceptedRecords()
        records.accept(.init(snapshot: Golden.uuid, source: Golden.uuid, sequence: 20, archiveID: Golden.uuid))
        records.accept(.init(snapshot: Golden.uuid, source: Golden.archiveID, sequence: 2, archiveID: Golden.uuid))
        let planner = Planner(
            head: try ArchiveHead(carrying: "a/1=withdrawn"),
            live: TextLive([]),
            records: records,
            target: try Snapshot("b/1=y"),
            rules: TextRules()
        )
        #expect(try Array(planner.plan().superseded) == entryList("a/1=withdrawn"))
    }

    @Test(
        "what may go is what the source brought, unchanged, before it listed it as gone",
        arguments: [
            (5, false, "x", true), (5, true, "x", false), (5, false, "other", false), (5, false, nil, false),
            (10, false, "x", false), (15, false, "x", false), (nil, false, "x", false),
        ] as [(Int64?, Bool, String?, Bool)]
    )
    func deletes(_ owned: Int64?, _ isPrior: Bool, _ here: String?, _ isDue: Bool) throws {
        let head = try ArchiveHead(carrying: "", deletes: "a/1=x")
        let entry = try entryList("a/1=x")[0]
        var records = AcceptedRecords()
        if let owned {
            let source = head.manifest.repository.uuid
            let known = AcceptedRecords.File(sha512: entry.sha512, source: source, sequence: owned, prior: isPrior)
            try records.files.set(entry.path, known)
        }
        let live = TextLive(try entryList(here.map { "a/1=\($0)" } ?? ""))
        let plan = try Planner(head: head, live: live, records: records, target: nil, rules: TextRules()).plan()
        #expect(plan.deletes.map(\.path.string) == (isDue ? [entry.path.string] : []) && plan.isContained)
    }
}

extension Planner {
    fileprivate init(_ facts: PlannerFacts) throws {
        var records = AcceptedRecords()
        for (shorthand, sequence) in facts.owned { try records.own(shorthand, sequence) }
        try records.own(facts.brought, 5)
        for entry in try entryList(facts.conflicts) { records.conflicts[entry.path] = entry.sha512 }
        if facts.newer != nil {
            records.accept(.init(snapshot: Golden.uuid, source: Golden.uuid, sequence: 20, archiveID: Golden.uuid))
        }
        self.init(
            head: try ArchiveHead(carrying: facts.carried, target: facts.target),
            live: TextLive(try entryList(facts.here), broken: try entryList(facts.broken)),
            records: records,
            target: try facts.newer.map { try Snapshot($0) },
            rules: TextRules()
        )
    }
}

extension AcceptedRecords {
    fileprivate mutating func own(_ shorthand: String, _ sequence: Int64) throws {
        for entry in try entryList(shorthand) {
            try files.set(
                entry.path,
                File(sha512: entry.sha512, source: Golden.uuid, sequence: sequence, prior: false)
            )
        }
    }
}
