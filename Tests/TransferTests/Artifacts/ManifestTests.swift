import Crypto
import JSON
import Posix
import Spooling
import Testing

@testable import Transfer

@Suite struct ManifestTests {
    private static func golden() throws -> Manifest {
        let snapshot = try Snapshot(parsing: Array(Golden.snapshot.utf8))
        return Manifest(
            repository: snapshot.repository,
            sequence: 1_795_224_600,
            scope: .delta,
            base: "fedcba9876543210fedcba9876543210",
            target: snapshot.id,
            stateDigest: snapshot.stateDigest,
            platforms: snapshot.platforms,
            created: "2026-11-21T01:30:00Z",
            generator: "tests",
            files: [
                .init(entry: snapshot.entries[0], operation: .add),
                .init(entry: snapshot.entries[2], operation: .replace),
            ],
            deletes: [.init(path: try RelativePath("gone/1.0.bin"), sha512: SHA512Digest(of: "gone"))],
            warnings: []
        )
    }

    @Test("a manifest is written as docs/formats/archive.md says, byte for byte, and read back")
    func golden() throws {
        let manifest = try Self.golden()
        #expect(String(decoding: manifest.encoded, as: UTF8.self) == Golden.manifest)
        #expect(Manifest.archiveID(of: SHA512.hash(manifest.encoded)) == Golden.archiveID)
        #expect(try Manifest(parsing: Array(Golden.manifest.utf8)) == manifest)
    }

    @Test("a full manifest has no base, and a null one is read as none")
    func full() throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        ManifestFault.makeFull(&document)
        let manifest = try Manifest(parsing: document.encoded())
        #expect(manifest.scope == .full && manifest.base == nil)
        #expect(try Manifest(parsing: manifest.encoded) == manifest)
    }

    @Test("a manifest tells its own name, and what the archive is called that it builds upon")
    func names() throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        document.set("name", to: "diff-202611210130-2")
        document.set("base", "archive", to: "diff-202611200130")
        document.set("base", "sequence", to: 7)
        let manifest = try Manifest(parsing: document.encoded())
        #expect(manifest.name == "diff-202611210130-2" && manifest.title == "diff-202611210130-2")
        #expect(manifest.baseArchive == Manifest.Predecessor(name: "diff-202611200130", sequence: 7))
        #expect(manifest.baseTitle == "diff-202611200130")
        #expect(try Manifest(parsing: manifest.encoded) == manifest)
        let old = try Self.golden()
        #expect(old.title == "the archive of 2026-11-21T01:30:00Z")
        #expect(old.baseTitle == "snapshot fedcba9876543210fedcba9876543210")
    }

    @Test(
        "names that no archive has are refused",
        arguments: [
            ("archive", "../x", 7), ("archive", "diff-1", 7), ("archive", "diff-202611200130", 0),
            ("archive", "diff-202611200130", 1_795_224_600), ("other", "diff-202611200130", 7),
        ] as [(String, String, Int64)]
    )
    func badNames(key: String, name: String, sequence: Int64) throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        document.set("base", key, to: .string(name))
        document.set("base", "sequence", to: .integer(sequence))
        let error = #expect(throws: TransferError.self) { try Manifest(parsing: document.encoded()) }
        #expect(error?.code == .malformed)
    }

    private static let site: JSONValue = ["name": "plant-7", "snapshot": .string(Golden.snapshotID), "counter": 7]

    @Test("a manifest names the sites that its base rests on")
    func sites() throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        let silent: JSONValue = ["name": "plant-8", "snapshot": nil, "counter": 1]
        document.set("base", "sites", to: [Self.site, silent])
        let manifest = try Manifest(parsing: document.encoded())
        #expect(
            manifest.baseSites == [
                Manifest.BaseSite(name: "plant-7", snapshot: Golden.snapshotID, counter: 7),
                Manifest.BaseSite(name: "plant-8", snapshot: nil, counter: 1),
            ]
        )
        #expect(try Manifest(parsing: manifest.encoded) == manifest)
    }

    @Test(
        "sites that no writer names so are refused",
        arguments: [
            [site, site], [["name": "../x", "snapshot": nil, "counter": 1]], [["name": "a", "snapshot": nil]],
            [["name": "a", "snapshot": nil, "counter": 0]], [["name": "a", "snapshot": "x", "counter": 1]],
            [["name": "b", "snapshot": nil, "counter": 1], ["name": "a", "snapshot": nil, "counter": 1]],
        ] as [[JSONValue]]
    )
    func badSites(_ sites: [JSONValue]) throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        document.set("base", "sites", to: .array(sites))
        #expect(throws: TransferError.self) { try Manifest(parsing: document.encoded()) }
    }

    private static let endless: [(path: [String], items: [JSONValue], most: Int)] = [
        (["warnings"], Array(repeating: "", count: DocumentReading.texts + 1), DocumentReading.texts),
        (["platforms"], (100...164).map { .string("linux-cpu\($0)") }, SnapshotLimits.platforms),
        (["keys"], Array(repeating: "", count: 17), 16),
        (
            ["base", "sites"], (0...ArchiveLimits.sites).map { ["name": .string("a\(100_000 + $0)"), "counter": 1] },
            ArchiveLimits.sites
        ),
    ]

    @Test("lists without end are refused while they are read, before they fill the memory", arguments: endless.indices)
    func withoutEnd(_ index: Int) throws {
        let list = Self.endless[index]
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        document.set(list.path, to: .array(list.items))
        let error = #expect(throws: TransferError.self) { try Manifest(parsing: document.encoded()) }
        #expect(error?.cause.contains("more than \(list.most)") == true, "\(error as Any)")
    }

    @Test("a manifest cut at any byte is refused by name")
    func truncation() {
        let whole = Array(Golden.manifest.utf8)
        for count in 0..<(whole.count - 1) {
            let error = #expect(throws: TransferError.self) { try Manifest(parsing: Array(whole[..<count])) }
            #expect(error?.code == .malformed && error?.subject == "manifest.json", "cut at \(count)")
        }
    }

    @Test("a manifest that its writer cannot have written is refused", arguments: ManifestFault.all)
    func faults(_ fault: ManifestFault) throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        fault.change(&document)
        let error = #expect(throws: TransferError.self) { try Manifest(parsing: document.encoded()) }
        #expect(error?.description.contains(fault.cause) == true, "\(String(describing: error))")
        #expect(error?.description.split(separator: "\n").count == 1)
    }

    @Test("the sequence may be anything from 1 to 2^53", arguments: [1, 2, 1 << 53])
    func sequences(_ sequence: Int64) throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        document.set("sequence", to: .integer(sequence))
        #expect(try Manifest(parsing: document.encoded()).sequence == sequence)
    }

    @Test("members that a later minor adds are passed over, everywhere")
    func unknownMembers() throws {
        var document = try JSONValue(parsing: Array(Golden.manifest.utf8))
        let places = ["", "repository", "base", "target", "counts", "files 0", "deletes 0"]
        for place in places { document.set(place.split(separator: " ").map(String.init) + ["new"], to: [1, "x", nil]) }
        #expect(try Manifest(parsing: document.encoded()) == Self.golden())
    }

    @Test("a member that stands twice is refused, however deep", arguments: ["\"path\":", "\"scope\":", "\"uuid\":"])
    func duplicateKeys(_ key: String) {
        let text = Golden.manifest.replacing(key, with: "\(key)\"x\",\(key)", maxReplacements: 1)
        #expect(throws: TransferError.self) { try Manifest(parsing: Array(text.utf8)) }
    }

    @Test("bytes after the document and other junk are refused", arguments: ["x", "{}", "\u{0}", "]"])
    func trailing(_ junk: String) {
        #expect(throws: TransferError.self) { try Manifest(parsing: Array((Golden.manifest + junk).utf8)) }
    }

    @Test("deep and endless nesting is refused before it costs anything")
    func nesting() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: TransferError.self) { try Manifest(parsing: Array("{\"new\":\(deep)".utf8)) }
    }
}

/// A change to the golden manifest, and what is said of it.
struct ManifestFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let cause: String
    let change: @Sendable (inout JSONValue) -> Void

    init(_ title: String, _ cause: String, _ change: @escaping @Sendable (inout JSONValue) -> Void) {
        testDescription = title
        self.cause = cause
        self.change = change
    }

    /// Makes the golden manifest one that starts from nothing.
    static func makeFull(_ document: inout JSONValue) {
        document.set("scope", to: "full")
        document.set("base", to: nil as JSONValue?)
        document.set("base", to: .null)
        document.set("deletes", to: [])
        document.set("files", "1", "op", to: "add")
    }

    static let all = heads + lists + missing

    private static let heads = [
        ManifestFault("another major", "manifest.json is of the format packferry.archive/2") {
            $0.set("format", to: "packferry.archive/2")
        },
        ManifestFault("an unknown scope", "scope \"some\" is not known") { $0.set("scope", to: "some") },
        ManifestFault("a partial one with a base", "its base contradicts") { $0.set("scope", to: "partial") },
        ManifestFault("a partial one that deletes", "it is partial, but replaces or deletes") { document in
            let deletes = document["deletes"]
            makeFull(&document)
            document.set("scope", to: "partial")
            document.set("deletes", to: deletes)
        },
        ManifestFault("a scope that prints lines", "scope \"x\\u{a}y\" is not known") { $0.set("scope", to: "x\ny") },
        ManifestFault("a full one with a base", "its base contradicts") { $0.set("scope", to: "full") },
        ManifestFault("a delta without a base", "its base contradicts") { $0.set("base", to: .null) },
        ManifestFault("a base without a snapshot", "its base names no snapshot") { $0.set("base", to: [:]) },
        ManifestFault("a base that is no id", "its base names no snapshot") { $0.set("base", "snapshot", to: "../x") },
        ManifestFault("a full one that deletes", "replaces or deletes something") { document in
            let deletes = document["deletes"]
            makeFull(&document)
            document.set("deletes", to: deletes)
        },
        ManifestFault("a full one that replaces", "replaces or deletes something") { document in
            makeFull(&document)
            document.set("files", "1", "op", to: "replace")
        },
        ManifestFault("sequence 0", "its sequence 0 is out of range") { $0.set("sequence", to: 0) },
        ManifestFault("a negative sequence", "its sequence -1 is out of range") { $0.set("sequence", to: -1) },
        ManifestFault("a sequence beyond 2^53", "is out of range") { $0.set("sequence", to: .integer(1 << 53 + 1)) },
        ManifestFault("a sequence with a fraction", "is not the JSON") { $0.set("sequence", to: 1.5) },
        ManifestFault("a time that is none", "is no moment") { $0.set("created", to: "yesterday") },
        ManifestFault("another number of files", "its counts do not add up") { $0.set("counts", "files", to: 3) },
        ManifestFault("other bytes", "its counts do not add up") { $0.set("counts", "bytes", to: 0) },
        ManifestFault("other packages", "its counts do not add up") { $0.set("counts", "packages", to: 2) },
        ManifestFault("other versions", "its counts do not add up") { $0.set("counts", "versions", to: 0) },
        ManifestFault("a target without digest", "lacks a member") { $0.set("target", "state_digest", to: nil) },
        ManifestFault("platforms twice", "platforms is not sorted") { $0.set("platforms", to: ["a-b", "a-b"]) },
    ]

    private static let lists = [
        ManifestFault("an unknown op", "a file has no known op") { $0.set("files", "0", "op", to: "remove") },
        ManifestFault("no op", "a file has no known op") { $0.set("files", "0", "op", to: nil) },
        ManifestFault("a file twice", "files repeats alpha/1.0.bin") { $0.addFile("alpha/1.0.bin", after: 0) },
        ManifestFault("a path both as a file and as a document", "files repeats alpha/index.txt") { document in
            document.addFile("alpha/index.txt", after: 0)
        },
        // `-` sorts before `/`, so that sorting alone does not bring the two together.
        ManifestFault("a file below another file", "has alpha/1.0.bin both as a file and as a folder") { document in
            document.addFile("alpha/1.0.bin-x", after: 0)
            document.addFile("alpha/1.0.bin/x.bin", after: 1)
        },
        ManifestFault("a file that is the package's folder", "has alpha both as a file and as a folder") { document in
            document.addFile("alpha", after: -1)
        },
        ManifestFault("a file marked held", "it carries alpha/1.0.bin, which it marks as held") {
            $0.set("files", "0", "held", to: true)
        },
        ManifestFault("a hidden way out", "has a .. component") { $0.set("files", "0", "path", to: "alpha/../../x") },
        ManifestFault("a negative size", "alpha/1.0.bin cannot have -1 bytes") { $0.set("files", "0", "size", to: -1) },
        ManifestFault("a size that no sum can hold", "alpha/1.0.bin cannot have 9223372036854775807 bytes") {
            $0.set("files", "0", "size", to: .integer(.max))
        },
        ManifestFault("a delete of what it carries", "it deletes a file that it carries") {
            $0.set("deletes", "0", "path", to: "alpha/1.0.bin")
        },
        ManifestFault("deletes out of order", "deletes is not sorted") { document in
            var first = document["deletes"]?.arrayValue?.first ?? .null
            let last = first
            first.set("path", to: "zzz/1.0.bin")
            document.set("deletes", to: [first, last])
        },
        ManifestFault("a delete twice", "deletes is not sorted, or repeats") { document in
            let delete = document["deletes"]?.arrayValue?.first ?? .null
            document.set("deletes", to: [delete, delete])
        },
        ManifestFault("a delete without digest", "a delete lacks path or sha512") {
            $0.set("deletes", "0", "sha512", to: nil)
        },
    ]

    private static let missing = [
        "format", "repository", "sequence", "scope", "target", "platforms", "created", "generator", "counts", "files",
        "deletes", "warnings",
    ].map { name in
        ManifestFault("no \(name)", name == "format" ? "it has no format" : "lacks a member") { $0.set(name, to: nil) }
    }
}

extension JSONValue {
    /// Adds a file like the first one after the one at `index`, and counts it.
    fileprivate mutating func addFile(_ path: String, after index: Int) {
        var files = self["files"]?.arrayValue ?? []
        var file = files[0]
        file.set("path", to: .string(path))
        files.insert(file, at: index + 1)
        set("files", to: .array(files))
        let counts = self["counts"]
        set("counts", "files", to: .integer((counts?["files"]?.integerValue ?? 0) + 1))
        set("counts", "versions", to: .integer((counts?["versions"]?.integerValue ?? 0) + 1))
        set("counts", "bytes", to: .integer((counts?["bytes"]?.integerValue ?? 0) + 9))
    }
}
