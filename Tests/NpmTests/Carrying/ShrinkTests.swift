import JSON
import Posix
import TestSupport
import Testing
import Transfer

@testable import Npm

/// A tree that lost much looks like a mistake.
@Suite(.memoryDirectory) struct ShrinkTests {
    private func near() async throws -> StorageFixture {
        let near = try await StorageFixture("near")
        for version in 0..<19 { try near.add("lodash", "1.\(version).0") }
        try await near.build()
        return near
    }

    private func unpublish(_ near: StorageFixture, _ versions: Range<Int>) throws {
        for version in versions {
            try near.remove("lodash/lodash-1.\(version).0.tgz")
            try near.edit("lodash") { document in
                for table in ["versions", "_attachments", "time"] {
                    let rest = (document[table]?.objectValue ?? []).filter { !$0.0.contains("1.\(version).0") }
                    document = .object((document.objectValue ?? []).map { $0.0 == table ? (table, .object(rest)) : $0 })
                }
            }
        }
    }

    @Test("an empty storage is not packed, unless that is allowed")
    func empty() async throws {
        let near = try await near()
        try near.remove("lodash")
        let error = await #expect(throws: TransferError.self) { try await near.build() }
        #expect(error?.code == .shrunk && error?.hint?.contains("--allow-shrink") == true)
        let allowed = try await near.build(BuildRequest(allowShrink: true))
        #expect(allowed.manifest?.deletes.count == 20)
    }

    @Test("neither is one that never held anything")
    func neverAnything() async throws {
        let near = try await StorageFixture("near")
        let error = await #expect(throws: TransferError.self) { try await near.build() }
        #expect(error?.code == .shrunk)
    }

    @Test("more than a tenth of the files gone stops the build, a tenth does not", arguments: [2, 3])
    func tenth(_ gone: Int) async throws {
        let near = try await near()
        try unpublish(near, 0..<gone)
        if gone == 3 {
            let error = await #expect(throws: TransferError.self) { try await near.build() }
            #expect(error?.code == .shrunk && error?.cause.contains("3 of the 20 files") == true)
        }
        let result = try await near.build(BuildRequest(allowShrink: gone == 3))
        #expect(result.manifest?.deletes.count == gone)
    }

    @Test("what is excluded is not lost")
    func excluded() async throws {
        var near = try await near()
        try near.add("keep", "1.0.0")
        near.excluded = [try PackagePattern("lodash")]
        let result = try await near.build()
        #expect(result.manifest?.deletes.isEmpty == true && result.manifest?.files.count == 2)
    }
}
