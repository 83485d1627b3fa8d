import Crypto
import JSON
import Posix
import Spooling
import Testing

@testable import Transfer

@Suite struct SnapshotTests {
    private static let index = "1.0 \(SHA512Digest(of: "alpha 1.0").hex)\n1.1 \(SHA512Digest(of: "alpha 1.1").hex)\n"

    private static func golden() throws -> Snapshot {
        Snapshot(
            repository: RepositoryIdentity(name: "texts", type: "text", uuid: Golden.uuid),
            created: "2026-11-21T01:30:00Z",
            generator: "tests",
            platforms: ["linux-x64-glibc"],
            // Any order in, sorted out.
            entries: [
                try TextTree.indexEntry("alpha", Array(index.utf8)),
                try TextTree.entry("alpha", "1.1", "alpha 1.1", held: true),
                try TextTree.entry("alpha", "1.0", "alpha 1.0"),
            ],
            warnings: ["beta/1.0.bin is broken"]
        )
    }

    @Test("a snapshot is written as docs/formats/snapshot.md says, byte for byte, and read back")
    func golden() throws {
        let snapshot = try Self.golden()
        #expect(String(decoding: snapshot.encoded, as: UTF8.self) == Golden.snapshot)
        #expect(snapshot.id == Golden.snapshotID)
        #expect(try Snapshot(parsing: Array(Golden.snapshot.utf8)) == snapshot)
    }

    @Test("the id depends on the content, the repository and what is held, and on nothing else")
    func identity() throws {
        let snapshot = try Snapshot("a/1=x b/1=y")
        #expect(try Snapshot("b/1=y a/1=x").id == snapshot.id)
        #expect(try Snapshot("a/1=x b/1=y", platforms: ["linux-x64-glibc"]).id == snapshot.id)
        let others = ["a/1=x", "a/1=x b/1=z", "a/1=x b/1*=y", "a/1=x b/1=y c/1*=z", "a/1=x c/1=y"]
        let ids = try others.map { try Snapshot($0).id } + [Snapshot("a/1=x b/1=y", uuid: Golden.archiveID).id]
        #expect(Set(ids + [snapshot.id]).count == others.count + 2)
    }

    @Test("what is held is in the id but not in the digest of the state")
    func heldDigest() throws {
        let held = try Snapshot("a/1=x b/1*=y")
        #expect(try held.stateDigest == Snapshot("a/1=x").stateDigest)
        #expect(held.stateDigest == SHA512Digest(of: "\(SHA512Digest(of: "x").hex)  a/1.bin\n"))
        #expect(try held.id != Snapshot("a/1=x").id)
        #expect(held.whole.map(\.path.string) == ["a/1.bin"])
        #expect(held.counts == SnapshotCounts(files: 2, bytes: 2, packages: 2, versions: 2))
    }

    @Test("an entry is found by its path, and only by its path")
    func lookUp() throws {
        let snapshot = try Snapshot((0..<50).map { "p\($0)/1=x" }.joined(separator: " "))
        for entry in snapshot.entries { #expect(snapshot.entry(at: entry.path) == entry) }
        for missing in ["p0/2.bin", "a/1.bin", "z/1.bin", "p1"] {
            #expect(snapshot.entry(at: try RelativePath(missing)) == nil)
        }
    }

    @Test("a snapshot cut at any byte is refused by name")
    func truncation() throws {
        let whole = Array(Golden.snapshot.utf8)
        // The last byte is a line feed, which JSON does not need.
        for count in 0..<(whole.count - 1) {
            let error = #expect(throws: TransferError.self) {
                try Snapshot(parsing: Array(whole[..<count]), named: "snapshots/x")
            }
            #expect(error?.code == .malformed && error?.subject == "snapshots/x", "cut at \(count)")
        }
    }

    @Test("a snapshot with any one bit of its digests and counts flipped is refused")
    func flips() throws {
        let whole = Array(Golden.snapshot.utf8)
        let head = try #require(Golden.snapshot.firstRange(of: "\"counts\"")?.lowerBound)
        let start = Golden.snapshot.utf8.distance(from: Golden.snapshot.startIndex, to: head)
        let tail = try #require(Golden.snapshot.firstRange(of: "],\"warnings\"")?.lowerBound)
        let end = Golden.snapshot.utf8.distance(from: Golden.snapshot.startIndex, to: tail)
        for index in start..<end {
            var bytes = whole
            bytes[index] ^= 1
            guard let read = try? Snapshot(parsing: bytes) else { continue }
            // What is not hashed may differ, as long as it is what it says.
            #expect(read.id == Golden.snapshotID, "byte \(index)")
        }
    }

    @Test("a snapshot that its writer cannot have written is refused", arguments: SnapshotFault.all)
    func faults(_ fault: SnapshotFault) throws {
        var document = try JSONValue(parsing: Array(Golden.snapshot.utf8))
        fault.change(&document)
        let error = #expect(throws: TransferError.self) { try Snapshot(parsing: document.encoded()) }
        #expect(error?.description.contains(fault.cause) == true, "\(String(describing: error))")
    }

    @Test("members that a later minor adds are passed over, everywhere")
    func unknownMembers() throws {
        var document = try JSONValue(parsing: Array(Golden.snapshot.utf8))
        for place in [["new"], ["repository", "new"], ["counts", "new"], ["files", "0", "new"]] {
            document.set(place, to: ["deep": [1, "x", nil]])
        }
        #expect(try Snapshot(parsing: document.encoded()) == Self.golden())
    }

    @Test("a member that stands twice is refused")
    func duplicateKey() {
        let text = Golden.snapshot.replacing(
            "\"generator\":",
            with: "\"generator\":\"x\",\"generator\":",
            maxReplacements: 1
        )
        #expect(throws: TransferError.self) { try Snapshot(parsing: Array(text.utf8)) }
    }
}

/// A change to the golden snapshot, and what is said of it.
struct SnapshotFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let cause: String
    let change: @Sendable (inout JSONValue) -> Void

    init(_ title: String, _ cause: String, _ change: @escaping @Sendable (inout JSONValue) -> Void) {
        testDescription = title
        self.cause = cause
        self.change = change
    }

    static let all =
        [
            SnapshotFault("another major", "packferry.snapshot/2") { $0.set("format", to: "packferry.snapshot/2") },
            SnapshotFault("another id", "its id, counts or state_digest") { $0.set("id", to: .string(Golden.uuid)) },
            SnapshotFault("more files", "its id, counts or state_digest") { $0.set("counts", "files", to: 4) },
            SnapshotFault("fewer bytes", "its id, counts or state_digest") { $0.set("counts", "bytes", to: 0) },
            SnapshotFault("no versions", "its id, counts or state_digest") { $0.set("counts", "versions", to: nil) },
            SnapshotFault("another digest", "its id, counts or state_digest") {
                $0.set("files", "0", "sha512", to: .string(SHA512Digest(of: "other").hex))
            },
            SnapshotFault("held no more", "its id, counts or state_digest") { $0.set("files", "1", "held", to: nil) },
            SnapshotFault("upper case", "is not a lower-case SHA-512") {
                $0.set("files", "0", "sha512", to: .string(SHA512Digest(of: "alpha 1.0").hex.uppercased()))
            },
            SnapshotFault("negative size", "alpha/1.0.bin cannot have -1 bytes") {
                $0.set("files", "0", "size", to: -1)
            },
            SnapshotFault("a size that is text", "is not the JSON it should be") {
                $0.set("files", "0", "size", to: "9")
            },
            SnapshotFault("a path that climbs", "has a .. component") { $0.set("files", "0", "path", to: "../x") },
            SnapshotFault("an entry without kind", "lacks path, size") { $0.set("files", "0", "kind", to: nil) },
            SnapshotFault("an entry twice", "is not sorted, or repeats") { document in
                document.set("files", "1", to: document["files"]?.arrayValue?[0])
            },
            SnapshotFault("entries out of order", "is not sorted") { document in
                document.set("files", to: .array((document["files"]?.arrayValue ?? []).reversed()))
            },
            SnapshotFault("a file that is a folder too", "both as a file and as a folder") { document in
                document.set("files", "0", "path", to: "alpha")
                document.set("files", "1", "path", to: "alpha-b")
            },
            SnapshotFault("platforms out of order", "platforms is not sorted") {
                $0.set("platforms", to: ["linux-x64-glibc", "darwin-arm64"])
            },
            SnapshotFault("a uuid that is none", "a uuid of 32 hex digits") { $0.set("repository", "uuid", to: "x") },
        ]
        + [
            "format", "id", "repository", "created", "generator", "platforms", "counts", "state_digest", "files",
            "warnings",
        ]
        .map { name in
            SnapshotFault("no \(name)", name == "format" ? "it has no format" : "lacks a member") {
                $0.set(name, to: nil)
            }
        }
}
