import JSON
import Logging
import Persistence
import Posix
import Reporting
import SQLite
import Synchronization
import TestSupport
import Testing
import Transfer

@testable import Npm

/// The near side's way of a packument: rendered once, pinned, packed.
@Suite(.memoryDirectory) struct RenderTests {
    private static let work = ".packferry/work/"

    /// The names of the files that `body` makes in the work folder, in order; tried again after its folder was made, one
    /// counts once.
    private func rendered(_ body: () async throws -> some Sendable) async throws -> [String] {
        let made = Mutex<[String]>([])
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .create, operation.path.contains(Self.work) else { return }
            made.withLock { if $0.last != operation.path { $0.append(operation.path) } }
        }
        try await FileOperation.$gate.withValue(gate) { _ = try await body() }
        return made.withLock(\.self)
    }

    @Test("a build renders each packument that travels once, whether it changed now or was known before")
    func once() async throws {
        let near = try await StorageFixture("near")
        for name in ["lodash", "express", "@babel/core"] { try near.add(name, "1.0.0") }
        #expect(try await rendered { try await near.build() }.count == 3)
        try near.add("lodash", "1.1.0")
        #expect(try await rendered { try await near.build() }.count == 1)
        let full = try await rendered { try await near.build(BuildRequest(baseline: .none)) }
        #expect(full.count == 3 && Set(full).count == 3)
        #expect(try near.storage.info(RelativePath("\(Self.work)test")) == nil)
    }

    @Test("pinning renders nothing that the same capture has rendered")
    func pinning() async throws {
        let near = try await StorageFixture("near")
        for name in ["lodash", "express"] { try near.add(name, "1.0.0") }
        let pinned = Mutex<[Int64?]>([])
        let reporter = Reporter(PinSink { total in pinned.withLock { $0.append(total) } })
        try await near.build(reporter: reporter)
        try await near.build(BuildRequest(baseline: .none), reporter: reporter)
        #expect(pinned.withLock(\.self) == [0, 2])
    }

    @Test("a tree that did not change is not rendered, and leaves no folder")
    func unchanged() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        try await near.build()
        #expect(try await rendered { try await near.build() }.isEmpty)
        #expect(try await near.artifacts.list().count == 1)
    }

    @Test("what was rendered is packed, whatever is written into the storage meanwhile")
    func pinned() async throws {
        let (near, far) = (try await StorageFixture("near"), try await StorageFixture("far"))
        try near.add("lodash", "1.0.0")
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .create, operation.path.contains(Self.work) else { return }
            FileOperation.$gate.withValue(nil) { try? near.write("lodash/package.json", "{") }
        }
        try await far.apply(FileOperation.$gate.withValue(gate) { try await near.archive() })
        #expect(try far.versions("lodash") == ["1.0.0"])
    }

    @Test("a capture that fails leaves nothing in the work folder")
    func failing() async throws {
        let near = try await StorageFixture("near")
        for version in 0..<19 { try near.add("lodash", "1.\(version).0") }
        try near.add("express", "1.0.0")
        try await near.build()
        try near.remove("lodash")
        try near.add("express", "1.1.0")
        await #expect(throws: TransferError.self) { try await near.build() }
        #expect(try near.storage.info(RelativePath("\(Self.work)test")) == nil)
    }

    @Test("a version that cannot be used is named in the warnings with the reason, as long as it is there")
    func leftOut() async throws {
        let near = try await StorageFixture("near")
        try near.add("lodash", "1.0.0")
        try near.edit("lodash") { document in
            document.set("versions", "1.1.0", ["name": "lodash", "version": "1.1.0"])
            document.set("versions", "a\u{1B}b", [:])
        }
        let sentence =
            "lodash/package.json leaves out 1.1.0 (has no dist), a\\u{1b}b (is not a version that npm can read)"
        #expect(try await near.build().warnings == [sentence])
        try near.add("express", "1.0.0")
        #expect(try await near.build().warnings == [sentence])
        try near.edit("lodash") { document in
            let versions = (document["versions"]?.objectValue ?? []).filter { $0.0 == "1.0.0" }
            document = .object((document.objectValue ?? []).map { $0.0 == "versions" ? ($0.0, .object(versions)) : $0 })
        }
        try near.add("lodash", "1.2.0")
        #expect(try await near.build().warnings.isEmpty)
    }

    @Test("a row of the index that cannot have been written by Packferry stops a capture instead of vanishing from it")
    func damagedIndex() async throws {
        let near = try await StorageFixture("near")
        for name in ["lodash", "express"] { try near.add(name, "1.0.0") }
        try await near.build()
        try await near.collector.index.database.write { connection in
            try connection.execute("UPDATE packages SET name = '.bad' WHERE name = 'lodash'")
            try connection.execute("UPDATE files SET package = '.bad' WHERE package = 'lodash'")
        }
        await #expect(throws: NameError.self) { try await near.build() }
    }
}

/// Hears how much each pinning has to do.
private struct PinSink: ReportSink {
    let heard: @Sendable (Int64?) -> Void

    init(_ heard: @escaping @Sendable (Int64?) -> Void) { self.heard = heard }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) { if step == .pin { heard(total) } }
    func advance(by amount: Int64) {}
    func extend(total: Int64) {}
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {}
}
