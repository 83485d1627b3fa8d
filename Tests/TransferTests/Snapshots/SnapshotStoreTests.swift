import Posix
import TestSupport
import Testing
import Transfer

@Suite(.memoryDirectory) struct SnapshotStoreTests {
    @Test("a snapshot is kept once, under its moment and its id, and found by id or the beginning of one")
    func keeping() throws {
        let folder = try Folder()
        let store = SnapshotStore(folder.directory)
        let snapshot = try Snapshot("a/1=x")
        #expect(try store.save(snapshot))
        #expect(try !store.save(snapshot))
        #expect(try folder.names == ["20261121T013000Z-\(snapshot.id)"])
        #expect(try store.load(snapshot.id) == snapshot)
        #expect(try store.load(String(snapshot.id.prefix(6))) == snapshot)
    }

    @Test("a snapshot is meant by its id, the beginning of that, or its name")
    func references() throws {
        let store = SnapshotStore(try Folder().directory)
        let snapshot = try Snapshot("a/1=x")
        try store.save(snapshot)
        try store.names.set("2026-11", to: snapshot.id)
        for reference in [snapshot.id, String(snapshot.id.prefix(8)), "2026-11"] {
            #expect(try store.id(of: reference) == snapshot.id && store.resolve(reference) == snapshot)
        }
        for reference in ["2026-12", "zzzzzz", "", "../../x"] {
            let error = #expect(throws: TransferError.self) { try store.id(of: reference) }
            #expect(error?.code == .notFound)
        }
    }

    @Test("fewer than six digits, other ids and paths find nothing", arguments: ["", "a", "zzzzzz", "../../x", "-"])
    func missing(_ id: String) throws {
        let folder = try Folder()
        try SnapshotStore(folder.directory).save(Snapshot("a/1=x"))
        let error = #expect(throws: TransferError.self) { try SnapshotStore(folder.directory).load(id) }
        #expect(error?.code == .notFound)
    }

    @Test("the beginning of several ids is no name for either of them")
    func ambiguous() throws {
        let folder = try Folder()
        let store = SnapshotStore(folder.directory)
        let (one, other) = ("abcdef00000000000000000000000000", "abcdef11111111111111111111111111")
        for id in [one, other] { try folder.write("20261121T013000Z-\(id)/manifest.json", "{}") }
        let error = #expect(throws: TransferError.self) { try store.load("abcdef") }
        #expect(error?.code == .invalid)
    }

    @Test("the list tells everything but the files, newest first, from the head of each document")
    func list() throws {
        let folder = try Folder()
        let store = SnapshotStore(folder.directory)
        let old = try Snapshot("a/1=x")
        let new = Snapshot(
            repository: old.repository,
            created: "2026-12-01T00:00:00Z",
            generator: "tests",
            platforms: [],
            entries: try entryList((0..<2000).map { "p\($0)/1=x" }.joined(separator: " ")),
            warnings: []
        )
        for snapshot in [old, new] { try store.save(snapshot) }
        try folder.write("stray.txt", "x")
        try folder.directory.makeDirectories(RelativePath("20260101T000000Z-\(old.id.replacing("0", with: "1"))"))
        #expect(try store.list() == [SnapshotSummary(new), SnapshotSummary(old)])
    }

    @Test("a snapshot is deleted with its folder; deleting it again is no error")
    func deleting() throws {
        let folder = try Folder()
        let store = SnapshotStore(folder.directory)
        let snapshot = try Snapshot("a/1=x")
        try store.save(snapshot)
        for _ in 0..<2 { try store.delete(snapshot.id) }
        #expect(try folder.names.isEmpty)
    }

    @Test("a damaged document is named, by its path")
    func damage() throws {
        let folder = try Folder()
        let store = SnapshotStore(folder.directory)
        let snapshot = try Snapshot("a/1=x")
        try store.save(snapshot)
        try folder.write("20261121T013000Z-\(snapshot.id)/manifest.json", Array(snapshot.encoded.dropLast(20)))
        let error = #expect(throws: TransferError.self) { try store.load(snapshot.id) }
        #expect(error?.subject.hasSuffix("20261121T013000Z-\(snapshot.id)") == true)
    }

    @Test("a damaged snapshot hides no other from the list", arguments: ["", "{", "{}", "rubbish"])
    func damagedHead(_ text: String) throws {
        let folder = try Folder()
        let store = SnapshotStore(folder.directory)
        let snapshot = try Snapshot("a/1=x")
        try store.save(snapshot)
        try folder.write("20261201T000000Z-\(Golden.uuid)/manifest.json", text)
        #expect(try store.list() == [SnapshotSummary(snapshot)])
    }

    @Test("stopped anywhere, a capture leaves no half snapshot, and saving again works", .ends)
    func crashes() async throws {
        let snapshot = try Snapshot("a/1=x")
        let stops = try await CrashPoints.forEachStop { point in
            let folder = try Folder("stop-\(point.number)")
            let store = SnapshotStore(folder.directory)
            _ = try await point.run { try store.save(snapshot) }
            let kept = try store.list()
            #expect(kept.isEmpty || kept == [SnapshotSummary(snapshot)])
            try store.removePartials()
            try store.save(snapshot)
            #expect(try folder.names == ["20261121T013000Z-\(snapshot.id)"])
            #expect(try TreePicture(folder.directory).paths.count == 2)
        }
        #expect(stops > 5)
    }

    @Test("when the disk is full, nothing is left behind")
    func fullDisk() async throws {
        let snapshot = try Snapshot("a/1=x")
        try await CrashPoints.forEachFailure(.noSpace, of: [.create, .write, .fsync, .makeDirectory, .renameNew]) {
            point in
            let folder = try Folder("full-\(point.number)")
            let store = SnapshotStore(folder.directory)
            let outcome = try await point.run { try store.save(snapshot) }
            guard case .failure = outcome else { return }
            let kept = try folder.names
            #expect(kept.isEmpty || kept == ["20261121T013000Z-\(snapshot.id)"])
        }
    }
}
