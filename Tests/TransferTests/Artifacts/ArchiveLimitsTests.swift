import Crypto
import Posix
import Spooling
import Testing

@testable import Transfer

@Suite struct ArchiveLimitsTests {
    private static let shorthands = ["", "a/1=x", "a/1=x b/1*=y c=z", "q\"/1\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"=x"]

    private func snapshot(_ shorthand: String, warnings: [String] = ["\u{1}\u{2} \" is broken"]) throws -> Snapshot {
        Snapshot(
            repository: RepositoryIdentity(name: "texts", type: "text", uuid: Golden.uuid),
            created: "2026-11-21T01:30:00Z",
            generator: "tests",
            platforms: [],
            entries: try entryList(shorthand),
            warnings: Array(repeating: warnings, count: 2000).flatMap(\.self)
        )
    }

    private func manifest(_ shorthand: String, sites: Int = 0) throws -> Manifest {
        let target = try snapshot(shorthand)
        return Manifest(
            repository: target.repository,
            sequence: .max,
            scope: .delta,
            base: Golden.snapshotID,
            baseSites: (0..<sites).map { .init(name: "a\($0)", snapshot: nil, counter: 1) },
            target: target.id,
            stateDigest: target.stateDigest,
            platforms: [],
            created: target.created,
            generator: "tests",
            files: SpooledList(target.entries.map { .init(entry: $0, operation: .replace) }),
            deletes: SpooledList(target.entries.map { .init(path: $0.path, sha512: $0.sha512) }),
            warnings: target.warnings
        )
    }

    @Test("a list that is as long as a reader takes is written, and one byte more is not", arguments: shorthands)
    func exact(_ shorthand: String) throws {
        let (snapshot, manifest) = (try snapshot(shorthand), try manifest(shorthand))
        let lengths = (snapshot.encoded.count, manifest.encoded.count)
        try SnapshotLimits.check(snapshot, limit: lengths.0)
        try ArchiveLimits.check(manifest, limit: lengths.1)
        for attempt in [
            { try SnapshotLimits.check(snapshot, limit: lengths.0 - 1) },
            { try ArchiveLimits.check(manifest, limit: lengths.1 - 1) },
        ] {
            let error = #expect(throws: TransferError.self) { try attempt() }
            #expect(error?.code == .invalid && error?.subject == "texts" && error?.hint != nil)
        }
    }

    @Test("nor is one with more warnings, or upon the word of more sites, than a reader takes")
    func lists() throws {
        try ArchiveLimits.check(manifest("", sites: ArchiveLimits.sites))
        let warnings = Array(repeating: "x", count: DocumentReading.texts / 2000)
        try SnapshotLimits.check(snapshot("", warnings: warnings))
        for attempt in [
            { try ArchiveLimits.check(manifest("", sites: ArchiveLimits.sites + 1)) },
            { try SnapshotLimits.check(snapshot("", warnings: warnings + ["x"])) },
        ] {
            let error = #expect(throws: TransferError.self) { try attempt() }
            #expect(error?.code == .invalid && error?.hint != nil)
        }
    }

    @Test("a tree for more platforms than a reader takes is not written")
    func platforms() throws {
        let names = (100...164).map { "linux-cpu\($0)" }
        try SnapshotLimits.check(Snapshot("a/1=x", platforms: Array(names.dropLast())))
        let error = #expect(throws: TransferError.self) {
            try SnapshotLimits.check(Snapshot("a/1=x", platforms: names))
        }
        #expect(error?.code == .invalid && error?.hint != nil)
    }
}
