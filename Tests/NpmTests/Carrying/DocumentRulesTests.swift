import Crypto
import Posix
import Testing
import Transfer

@testable import Npm

/// A packument that contradicts the files of its archive.
struct DocumentFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let cause: String
    let change: @Sendable (inout PackumentFixture) -> Void

    init(_ title: String, _ cause: String, _ change: @escaping @Sendable (inout PackumentFixture) -> Void) {
        testDescription = title
        self.cause = cause
        self.change = change
    }

    static let all = [
        DocumentFault("another package's", "names") { $0.name = "other" },
        DocumentFault("a version more", "whose tarball the snapshot does not hold") { $0.add("2.0.0") },
        DocumentFault("a version more that fits our platform", "whose tarball the snapshot does not hold") {
            $0.add("2.0.0", #""os":["linux"]"#)
        },
        DocumentFault("a version with another digest", "with another digest than") { fixture in
            fixture.versions = []
            fixture.add("1.0.0", content: "other")
        },
        DocumentFault("a version that does not name its package", "does not name its package") { fixture in
            fixture.versions[0].object = fixture.versions[0].object.replacing("\"name\":\"demo\",", with: "")
        },
        DocumentFault("a version that does not say which", "does not say which version it is") { fixture in
            fixture.versions[0].object = fixture.versions[0].object.replacing("\"version\":\"1.0.0\",", with: "")
        },
        DocumentFault("a section that is a list", "an object was expected") { $0.others = [("time", "[]")] },
        DocumentFault("a version under another's name", "names another version") { fixture in
            fixture.versions[0].object = fixture.versions[0].object.replacing(
                "\"version\":\"1.0.0\"",
                with: "\"version\":\"9\""
            )
        },
        DocumentFault("without the carried version", "does not list version 1.0.0 of demo/demo-1.0.0.tgz") { fixture in
            fixture.versions = []
        },
        DocumentFault("a tag of a version that is not listed", "a tag next of version 2.0.0, which it does not list") {
            $0.tags = [("latest", "1.0.0"), ("next", "2.0.0")]
        },
        DocumentFault("tags without end", "has 10001 tags, more than 10000") { fixture in
            fixture.tags = (0...10_000).map { ("tag-\($0)", "1.0.0") }
        },
        DocumentFault("versions without end", "has 60001 versions, more than 60000") { fixture in
            fixture.versions = (0...60_000).map { ("1.0.\($0)", "{}") }
        },
        DocumentFault("far more versions than that", "too many members in one object") { fixture in
            fixture.versions = (0...70_000).map { ("1.0.\($0)", "{}") }
        },
        DocumentFault("members without end", "members, more than 1000") { fixture in
            fixture.others = (0...1000).map { ("member-\($0)", "1") }
        },
        DocumentFault("a version that names another file", "whose tarball the snapshot does not hold") { fixture in
            fixture.versions[0].object = fixture.versions[0].object.replacing("demo-1.0.0.tgz", with: "demo-9.tgz")
        },
    ]
}

@Suite struct DocumentRulesTests {
    private struct Files: ListedFiles {
        let tarball: Entry
        var platforms: [String] { ["linux-x64-glibc"] }
        func entry(at path: RelativePath) -> Entry? { path == tarball.path ? tarball : nil }
        func sha1(at path: RelativePath) -> SHA1Digest? { nil }
        func carried(of package: String) -> [Entry] { package == tarball.package ? [tarball] : [] }
    }

    private func check(_ change: (inout PackumentFixture) -> Void) throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0")
        change(&fixture)
        let content = Array("demo@1.0.0".utf8)
        let tarball = Entry(
            path: try RelativePath("demo/demo-1.0.0.tgz"),
            size: Int64(content.count),
            sha512: SHA512.hash(content),
            kind: .file,
            package: "demo",
            version: "1.0.0"
        )
        let bytes = fixture.bytes
        let entry = Entry(
            path: try RelativePath("demo/package.json"),
            size: Int64(bytes.count),
            sha512: SHA512.hash(bytes),
            kind: .npmPackument,
            package: "demo",
            version: nil
        )
        try NpmRules().checkDocument(bytes, of: entry, files: Files(tarball: tarball))
    }

    @Test("a packument that fits its files is taken, and so are versions of other platforms")
    func fitting() throws {
        try check { _ in }
        try check { $0.add("2.0.0", #""os":["darwin"]"#) }
        try check { $0.add("2.0.0", #""cpu":["!x64"]"#) }
    }

    @Test("so is a version whose tarball only the archive's own digest vouches for")
    func unverifiable() throws {
        let stated = #/"integrity":"[^"]*","shasum":"[^"]*",/#
        for digests in ["", #""integrity":"sha384-AAAA","#, #""integrity":"md5-AAAA","#] {
            try check { fixture in
                fixture.versions[0].object = fixture.versions[0].object.replacing(stated, with: digests)
            }
        }
    }

    @Test("so is one that has as much of all as it may have")
    func greatest() throws {
        try check { $0.tags = (0..<10_000).map { ("tag-\($0)", "1.0.0") } }
        try check { $0.others = (0..<990).map { ("member-\($0)", "1") } }
        let nested = { "\(String(repeating: "[", count: $0))\(String(repeating: "]", count: $0))" }
        try check { $0.others = [("deep", nested(63))] }
        #expect(throws: TransferError.self) { try check { $0.others = [("deep", nested(64))] } }
    }

    @Test("one that does not is refused by name", arguments: DocumentFault.all)
    func faults(_ fault: DocumentFault) throws {
        let error = #expect(throws: TransferError.self) { try check(fault.change) }
        #expect(error?.subject == "demo/package.json")
        #expect(error?.cause.contains(fault.cause) == true, "\(String(describing: error))")
    }

    @Test(
        "so is one that is no strict JSON, or nested without end",
        arguments: ["{", "[]", #"{"name":"demo","name":"demo"}"#]
    )
    func notJSON(_ text: String) throws {
        let entry = Entry(
            path: try RelativePath("demo/package.json"),
            size: 1,
            sha512: SHA512.hash([]),
            kind: .npmPackument,
            package: "demo",
            version: nil
        )
        let files = Files(tarball: entry)
        let deep =
            "{\"name\":\"demo\",\"x\":\(String(repeating: "[", count: 100))\(String(repeating: "]", count: 100))}"
        for text in [text, deep] {
            #expect(throws: TransferError.self) {
                try NpmRules().checkDocument(Array(text.utf8), of: entry, files: files)
            }
        }
    }
}
