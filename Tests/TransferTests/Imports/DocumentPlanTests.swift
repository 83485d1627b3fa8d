import Crypto
import JSON
import Posix
import Spooling
import Testing

@testable import Transfer

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
            try accepted.documents.set(
                .init(path: document.path, source: Golden.uuid),
                .init(
                    sha512: document.sha512,
                    sequence: sequence,
                    record: .null
                )
            )
        }
        try records(&accepted)
        let lines = lists?.map { ($0, SHA512Digest(of: $0 == "1" ? "x" : "y")) }
        let documents = lines.map { ["a": TextTree.document(Dictionary(uniqueKeysWithValues: $0))] } ?? [:]
        let live = TextLive(try entryList(here), documents: documents)
        return try Planner(head: head, live: live, records: accepted, target: nil, rules: TextRules()).plan()
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
            try records.documents.set(
                .init(path: path, source: Golden.uuid),
                .init(
                    sha512: SHA512Digest(of: "later"),
                    sequence: 11,
                    record: .null
                )
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
            try Planner(head: head, live: live, records: AcceptedRecords(), target: nil, rules: TextRules()).plan()
        }
        #expect(try planner(TextLive([], documents: ["a": []])).missing.isEmpty)
        #expect(try planner(TextLive([])).missing == [document])
    }
}
