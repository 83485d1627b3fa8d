import Posix
import TestSupport
import Testing

@Suite("A folder for a moment", .temporaryDirectory)
struct TemporaryFolderTests {
    private struct Failure: Error {}

    @Test("is there while it is worked with, for this user alone, and gone afterwards with all that is in it")
    func vanishes() async throws {
        let path = try Directory.withTemporary { folder in
            #expect(try folder.info().mode & 0o777 == 0o700)
            try folder.makeDirectories(RelativePath("a/b"))
            try folder.create(RelativePath("a/b/c")).close()
            return folder.path
        }
        #expect(throws: SystemError.self) { try Directory(opening: path) }
        let other = try await Directory.withTemporary { folder in
            await Task.yield()
            return folder.path
        }
        #expect(other != path)
        #expect(throws: SystemError.self) { try Directory(opening: other) }
    }

    @Test("is gone after a failure too")
    func failure() throws {
        var path: AbsolutePath?
        #expect(throws: Failure.self) {
            try Directory.withTemporary { folder in
                path = folder.path
                throw Failure()
            }
        }
        let gone = try #require(path)
        #expect(throws: SystemError.self) { try Directory(opening: gone) }
    }

    @Test("what is left of a file is copied whole, however long it is", arguments: [0, 1, 1 << 20, (1 << 20) + 7])
    func copies(size: Int) throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try AtomicFile.write(bytes, to: RelativePath("from"), in: folder)
        let copy = try folder.create(RelativePath("to"))
        try copy.write(contentsOf: folder.open(RelativePath("from")))
        #expect(try folder.open(RelativePath("to")).readAll(limit: 4 << 20) == bytes)
    }
}
