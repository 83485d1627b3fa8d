import JSON
import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

/// Something wrong in a storage, and what is said of it.
struct FindingFacts: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: NpmFinding
    let path: String
    /// A part of what is said.
    let detail: String
    let damage: @Sendable (StorageFixture) throws -> Void

    init(
        _ title: String,
        _ kind: NpmFinding,
        _ path: String,
        saying detail: String = "",
        _ damage: @escaping @Sendable (StorageFixture) throws -> Void
    ) {
        testDescription = title
        self.kind = kind
        self.path = path
        self.detail = detail
        self.damage = damage
    }

    private static let tarball = "lodash/lodash-1.0.0.tgz"
    private static let document = "lodash/package.json"

    /// One row per kind at least.
    static let all = [
        FindingFacts("a tarball without a byte", .empty, tarball) { try $0.write(tarball, "") },
        FindingFacts("a tarball with other bytes", .mismatch, tarball) { try $0.write(tarball, "other") },
        FindingFacts("a tarball that is a folder", .notAFile, tarball) { side in
            try side.remove(tarball)
            try side.storage.makeDirectories(RelativePath(tarball))
        },
        FindingFacts("a tarball that is a link", .link, tarball) { side in
            try side.remove(tarball)
            try side.link(tarball, to: "/etc/hostname")
        },
        FindingFacts("a tarball that is a pipe", .notAFile, tarball) { side in
            try side.remove(tarball)
            try side.shell("mkfifo \(tarball)")
        },
        FindingFacts("a packument that is a link", .link, document) { side in
            try side.remove(document)
            try side.link(document, to: "/etc/hostname")
        },
        FindingFacts("a packument that is a folder", .notAFile, document) { side in
            try side.remove(document)
            try side.storage.makeDirectories(RelativePath(document))
        },
        FindingFacts("a packument over 256 MiB", .unreadable, document) { side in
            try side.storage.openForAppending(RelativePath(document)).truncate(to: 257 << 20)
        },
        FindingFacts("an attachment that is not there", .missing, tarball) { try $0.remove(tarball) },
        FindingFacts("a tarball that no version names", .orphan, "lodash/lodash-9.9.9.tgz") {
            try $0.write("lodash/lodash-9.9.9.tgz", "x")
        },
        FindingFacts("a tarball whose version states no digest", .unverifiable, tarball) { side in
            try side.edit("lodash") { document in
                let text = String(decoding: document.encoded(), as: UTF8.self)
                let bare = text.replacing(#/"integrity":"[^"]*","shasum":"[^"]*",/#, with: "")
                document = try JSONValue(parsing: Array(bare.utf8))
            }
        },
        FindingFacts("a tarball whose version names another package", .unusable, tarball) { side in
            try side.edit("lodash") { document in
                let text = String(decoding: document.encoded(), as: UTF8.self)
                let foreign = text.replacing(#""name":"lodash","version""#, with: #""name":"other","version""#)
                document = try JSONValue(parsing: Array(foreign.utf8))
            }
        },
        FindingFacts("a packument that is cut", .badPackument, document) {
            try $0.write(document, #"{"name":"lodash","#)
        },
        FindingFacts("a packument that is empty", .badPackument, document) { try $0.write(document, "") },
        FindingFacts("a packument that is no object", .badPackument, document) { try $0.write(document, "[]") },
        FindingFacts("a packument with a comma too many", .badPackument, document) {
            try $0.write(document, #"{"name":"lodash",}"#)
        },
        FindingFacts("a packument of another package", .wrongName, document) {
            try $0.write(document, #"{"name":"express"}"#)
        },
        FindingFacts("tarballs without a packument", .noPackument, "lodash") { try $0.remove(document) },
        FindingFacts("a file that belongs to no package", .stray, "notes.txt") { try $0.write("notes.txt", "x") },
        FindingFacts("a file in a package that is none of its files", .stray, "lodash/lodash-1.0.0.tar") {
            try $0.write("lodash/lodash-1.0.0.tar", "x")
        },
        FindingFacts("a folder that no package can have", .stray, "Not a name") { try $0.write("Not a name/x", "x") },
    ]
}

@Suite(.memoryDirectory) struct FindingTests {
    private func side(ahead: Double = 10) async throws -> StorageFixture {
        let side = try await StorageFixture("s", ahead: ahead)
        try side.add("lodash", "1.0.0")
        try side.add("express", "1.0.0")
        return side
    }

    @Test("each thing that is wrong is found and named, and gone when it is mended", arguments: FindingFacts.all)
    func facts(_ facts: FindingFacts) async throws {
        let side = try await side()
        try await side.collect()
        #expect(try await side.findings().isEmpty)
        try facts.damage(side)
        try await side.collect()
        let findings = try await side.findings()
        let found = try #require(findings.first { NpmFinding($0) == facts.kind }, "\(findings)")
        #expect(found.path == facts.path && !found.detail.isEmpty)
        #expect(found.package == (facts.path.hasPrefix("lodash") ? "lodash" : nil))
        #expect(findings.allSatisfy { $0.package != "express" })
        let again = try await StorageFixture("s")
        try again.remove("lodash")
        try again.remove(facts.path)
        try again.remove("Not a name")
        try again.add("lodash", "1.0.0")
        try await side.collect()
        #expect(try await side.findings().isEmpty)
    }

    @Test("the tables have every kind but the one that takes an hour, the one that root never meets, and bit rot")
    func complete() {
        let shown = FindingFacts.all.map(\.kind) + ScanFacts.all.map(\.kind)
        #expect(Set(shown).union([.halfWritten, .closed, .altered]) == Set(NpmFinding.allCases))
    }

    @Test(
        "downloads and writes that never ended are found after an hour, not before",
        arguments: ["lodash-2.0.0.tgz.tmp-123", "package.json.tmp123456", "package.json.lock"]
    )
    func halfWritten(_ name: String) async throws {
        let side = try await side()
        try side.write("lodash/\(name)", "half")
        try await side.collect()
        #expect(try await side.findings().isEmpty)
        let later = try await StorageFixture("s", database: side.collector.index.database, ahead: 3700)
        try await later.collect()
        let findings = try await side.findings()
        #expect(findings.map(NpmFinding.init) == [.halfWritten] && findings.first?.path == "lodash/\(name)")
    }

    @Test("what tar keeps of a packument that was overwritten by hand is nobody's business")
    func backups() async throws {
        let side = try await side()
        for name in ["package.json.~1~", "package.json.~23~"] { try side.write("lodash/\(name)", "{}") }
        try await side.collect()
        #expect(try await side.findings().isEmpty)
    }

    @Test(
        "names that only look like temporary ones are not taken for them",
        arguments: ["x.tgz.tmp", "x.tmp-", "x.tmpa1", "package.json.~~", "package.json.~1", "x.~1~"]
    )
    func similarNames(_ name: String) async throws {
        let side = try await side()
        try side.write("lodash/\(name)", "x")
        try await side.collect()
        #expect(try await side.findings().map(NpmFinding.init) == [.stray])
    }

    @Test("a finding keeps its first time and its number while it lasts; a step back of the clock loses none")
    func lasting() async throws {
        let side = try await side()
        let database = side.collector.index.database
        try side.write("lodash/lodash-1.0.0.tgz", "other")
        try side.write("lodash/lodash-9.9.9.tgz", "x")
        try await side.collect()
        let findings = FindingStore(database: database, repository: "npm")
        let before = try await findings.findings()
        #expect(before.map(NpmFinding.init) == [.mismatch, .orphan])
        try side.remove("lodash/lodash-9.9.9.tgz")
        let earlier = try await StorageFixture("s", database: database, ahead: -100_000)
        try await earlier.collect(deep: true)
        let after = try await findings.findings()
        #expect(after.map(\.id) == [before[0].id] && after.map(\.firstSeen) == [before[0].firstSeen])
        #expect(after[0].lastSeen < before[0].lastSeen)
    }

    @Test("the words of the kinds, and which of them hold a file that was whole before")
    func words() {
        let broken = NpmFinding.allCases.filter(\.isBroken).map(\.rawValue)
        #expect(
            broken == [
                "empty", "mismatch", "damaged", "altered", "wrong-package", "digest-drift", "not-a-file", "link",
                "closed", "unreadable", "missing", "bad-packument", "wrong-name",
            ]
        )
        let left = NpmFinding.allCases.filter { $0.leavesBehind && !$0.isBroken }.map(\.rawValue)
        #expect(left == ["unusable", "no-packument"])
        #expect(NpmFinding.allCases.allSatisfy { $0.leavesBehind || !$0.isBroken })
        let others = NpmFinding.allCases.filter { !$0.leavesBehind }.map(\.rawValue)
        #expect(others == ["name-drift", "defective", "unverifiable", "orphan", "half-written", "stray"])
    }

    @Test("a hostile name is shown in one line")
    func hostileName() async throws {
        let side = try await side()
        try StockTool("sh").touch("a\u{1B}[31m\nb", in: side.storage.path.string)
        try await side.collect()
        let finding = try #require(try await side.findings().first)
        #expect(finding.shownPath == "a\\u{1b}[31m\\u{a}b" && NpmFinding(finding) == .stray)
    }
}

extension StorageFixture {
    /// Makes a symbolic link, which no code of ours ever does.
    func link(_ path: String, to target: String) throws {
        let outcome = try StockTool("ln").run(["-s", target, path], in: storage.path.string)
        guard outcome.status == 0 else { throw FixtureError.failed(outcome.complaints) }
    }
}

extension StockTool {
    fileprivate func touch(_ name: String, in folder: String) throws {
        let outcome = try run(["-c", "touch \"$NAME\""], in: folder, environment: ["NAME": name])
        guard outcome.status == 0 else { throw FixtureError.failed(outcome.complaints) }
    }
}
