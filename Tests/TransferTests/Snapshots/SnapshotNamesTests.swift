import TestSupport
import Testing
import Transfer

@Suite(.memoryDirectory) struct SnapshotNamesTests {
    private static let (one, other) = (Golden.uuid, Golden.archiveID)

    @Test("a name points at one snapshot for good; a snapshot may have several")
    func pointing() throws {
        let names = SnapshotNames(try Folder().directory)
        #expect(try names.all().isEmpty)
        try names.set("2026-11", to: Self.one)
        try names.set("before-upgrade", to: Self.one)
        try names.set("2026-11", to: Self.one)
        #expect(try names.resolve("2026-11") == Self.one)
        #expect(try names.resolve("2026-12") == nil)
        #expect(try names.all() == [Self.one: ["2026-11", "before-upgrade"]])
        let error = #expect(throws: TransferError.self) { try names.set("2026-11", to: Self.other) }
        #expect(error?.code == .conflict)
    }

    @Test("a name is moved when that is asked for, and taken from the snapshot that has it alone")
    func moving() throws {
        let names = SnapshotNames(try Folder().directory)
        try names.set("latest", to: Self.one)
        try names.set("latest", to: Self.other, moving: true)
        #expect(try names.all() == [Self.other: ["latest"]])
        let error = #expect(throws: TransferError.self) { try names.remove("latest", of: Self.one) }
        #expect(error?.code == .notFound)
        try names.remove("latest", of: Self.other)
        #expect(try names.all().isEmpty)
        #expect(throws: TransferError.self) { try names.remove("latest", of: Self.other) }
    }

    @Test("the names of a snapshot go with it")
    func removing() throws {
        let names = SnapshotNames(try Folder().directory)
        for (name, id) in [("x", Self.one), ("y", Self.one), ("z", Self.other)] { try names.set(name, to: id) }
        try names.remove(pointingAt: Self.one)
        #expect(try names.all() == [Self.other: ["z"]])
    }

    @Test(
        "a name is up to 64 letters, digits, dots, dashes and underscores",
        arguments: ["", ".", "..", ".x", "a/b", "a b", "ä", "a\u{0}", String(repeating: "x", count: 65)]
    )
    func refused(_ name: String) throws {
        let names = SnapshotNames(try Folder().directory)
        let error = #expect(throws: TransferError.self) { try names.set(name, to: Self.one) }
        #expect(error?.code == .invalid)
        try names.set(String(repeating: "x", count: 64), to: Self.one)
    }

    @Test("a name that was being written when the power went is none")
    func leftovers() throws {
        let folder = try Folder()
        let names = SnapshotNames(folder.directory)
        try names.set("x", to: Self.one)
        try folder.write("names/y.tmp123456", "abc")
        #expect(try names.all() == [Self.one: ["x"]])
        try SnapshotStore(folder.directory).removePartials()
        #expect(try TreePicture(folder.directory).paths.count == 3)
        try SnapshotStore(folder.directory).removePartials(namesUnchangedFor: .zero)
        #expect(try TreePicture(folder.directory).paths == ["names/", "names/x"])
    }
}
