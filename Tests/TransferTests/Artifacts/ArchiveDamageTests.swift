import Archives
import Crypto
import FoundationEssentials
import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite(.memoryDirectory) struct ArchiveDamageTests {
    private func verify(_ bytes: [UInt8], in folder: Folder) throws -> ArchiveHead {
        try folder.directory.replace(RelativePath("a.tar.zst"), with: bytes)
        let input = try ArchiveInput(folder.path.appending("a.tar.zst"))
        return try ImportEngine.verify(input, rules: [TextRules()], reporter: .silent)
    }

    private func expectRefused(_ bytes: [UInt8], in folder: Folder, _ what: String) {
        do {
            _ = try verify(bytes, in: folder)
            Issue.record("taken: \(what)")
        } catch {
            #expect(error is TransferError || error is ArchiveError, "\(what): \(error)")
        }
    }

    @Test("an archive cut anywhere is refused")
    func cuts() throws {
        let folder = try Folder()
        let whole = try Members.sample().packed()
        _ = try verify(whole, in: folder)
        for count in whole.indices {
            expectRefused(Array(whole[..<count]), in: folder, "cut at \(count)")
        }
    }

    @Test("a disk that cannot be read from some place on is said, wherever that is; nothing else comes of it")
    func unreadable() throws {
        let whole = try Members.sample().packed()
        for count in stride(from: 0, to: whole.count, by: 61) {
            let folder = try Folder("staging-\(count)")
            let members = try ArchiveMembers(FailingDisk(Array(whole[..<count])), limit: 1 << 30)
            let reader = ArchiveReader(members, rules: [TextRules()])
            let error = #expect(throws: SystemError.self, "\(count)") {
                try reader.readFiles(into: StagedMembers(in: folder.directory), reporter: .silent)
            }
            #expect(error?.errno == .inputOutput)
        }
    }

    @Test("an archive with one bit flipped is refused, unless it still unpacks to the very same bytes")
    func flips() throws {
        let folder = try Folder()
        let sample = try Members.sample()
        let whole = try sample.packed()
        var harmless = 0
        for index in stride(from: 0, to: whole.count, by: 7) {
            var bytes = whole
            bytes[index] ^= UInt8(1 << (index % 8))
            guard (try? verify(bytes, in: folder)) != nil else { continue }
            let read = try Members(of: folder.path.appending("a.tar.zst"))
            #expect(read.list.elementsEqual(sample.list) { $0 == $1 }, "byte \(index)")
            harmless += 1
        }
        // A few bits of a zstd frame mean nothing.
        #expect(harmless < 5)
    }

    @Test("damage in the middle of a large file is said to be there", arguments: ["cut", "flipped"])
    func large(_ damage: String) throws {
        var members = try Members.sample()
        var state: UInt64 = 1
        let noise = (0..<400_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let index = TextTree.document(["1.0": SHA512.hash(noise)])
        members.list.append(("storage/gamma/index.txt", index))
        let entry = Entry(
            path: try RelativePath("gamma/1.0.bin"),
            size: Int64(noise.count),
            sha512: SHA512.hash(noise),
            kind: .file,
            package: "gamma",
            version: "1.0"
        )
        try members.add(TextTree.indexEntry("gamma", index), index)
        try members.add(entry, noise)
        var bytes = try members.packed()
        if damage == "cut" { bytes.removeLast(200_000) } else { bytes[bytes.count / 2] ^= 1 }
        let error = try #require(throws: (any Error).self) { try verify(bytes, in: Folder()) }
        #expect("\(error)".contains("gamma/1.0.bin"), "\(error)")
    }

    @Test("what follows the archive, precedes it, or comes twice is refused")
    func surplus() throws {
        let folder = try Folder()
        let whole = try Members.sample().packed()
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 0]
        let surplus = [
            whole + whole, whole + [0], whole + skippable, skippable + whole, [0] + whole, [],
            whole + [UInt8](repeating: 0, count: 4096), Array("not an archive".utf8),
            Array(whole.dropLast(8)) + [UInt8](repeating: 0, count: 8),
        ]
        for (index, bytes) in surplus.enumerated() { expectRefused(bytes, in: folder, "case \(index)") }
    }

    @Test("an archive of an earlier minute than now, of now, and of the future is taken; only the last with a remark")
    func future() async throws {
        let far = try await Side("far", now: Side.moment - .seconds(1))
        let archive = try Folder("stick")
        try archive.write("a.tar.zst", Members.sample().packed())
        let early = try far.stage(archive.path.appending("a.tar.zst"))
        #expect(early.head.remarks.count == 1 && early.head.remarks[0].contains("2026-11-21T01:30:00Z"))
        #expect(try far.engine.staging.load(early.id).head.remarks == early.head.remarks)
        let late = try far.engine(patience: .zero, now: Side.moment)
            .stage(ArchiveInput(archive.path.appending("a.tar.zst")), reporter: .silent)
        #expect(late.head.remarks.isEmpty)
    }
}

/// A file of which nothing can be read behind its first bytes.
private final class FailingDisk: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: inout [UInt8]) throws -> Int {
        guard !rest.isEmpty else { throw SystemError(operation: "read", path: "/mnt/stick", errno: .inputOutput) }
        let given = rest.prefix(buffer.count)
        rest = rest[given.endIndex...]
        buffer.replaceSubrange(..<given.count, with: given)
        return given.count
    }
}
