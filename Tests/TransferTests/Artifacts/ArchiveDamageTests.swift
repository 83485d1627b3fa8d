import Archives
import Crypto
import FoundationEssentials
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ArchiveDamageTests {
    private func verify(_ bytes: [UInt8], in folder: Folder) throws -> ArchiveHead {
        try folder.directory.replace(RelativePath("a.tar.zst"), with: bytes)
        let input = try ArchiveInput(folder.path.appending("a.tar.zst"))
        return try ImportEngine.verify(input, rules: TextRules(), reporter: .silent)
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
        for count in stride(from: 0, to: whole.count, by: 7) {
            expectRefused(Array(whole[..<count]), in: folder, "cut at \(count)")
        }
        expectRefused(whole.dropLast(), in: folder, "without its last byte")
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
        let far = try await Side("far", now: Side.moment.addingTimeInterval(-1))
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

@Suite(.memoryDirectory) struct ArchiveInputTests {
    @Test("what is neither a file nor a folder is refused, what is not there is said to be missing")
    func kinds() throws {
        let folder = try Folder()
        let missing = #expect(throws: TransferError.self) { try ArchiveInput(folder.path.appending("none")) }
        #expect(missing?.code == .notFound)
        try folder.write("file", "x")
        _ = try ArchiveInput(folder.path.appending("file"))
        _ = try ArchiveInput(folder.path)
        let link = #expect(throws: TransferError.self) { try ArchiveInput(AbsolutePath("/dev/null")) }
        #expect(link?.code == .refused)
    }
}

@Suite(.memoryDirectory) struct MemberFolderTests {
    /// The sample unpacked, as `tar` would, into a folder.
    private func unpacked(_ change: (inout Members) throws -> Void = { _ in }) throws -> Folder {
        var members = try Members.sample()
        try change(&members)
        let folder = try Folder("unpacked")
        for member in members.list { try folder.directory.replace(RelativePath(member.name), with: member.bytes) }
        return folder
    }

    private func verify(_ folder: Folder) throws -> ArchiveHead {
        try ImportEngine.verify(ArchiveInput(folder.path), rules: TextRules(), reporter: .silent)
    }

    @Test("a folder of extracted members is as good as the archive")
    func applied() async throws {
        let far = try await Side("far")
        try far.publish("alpha", "1.0")
        let result = try await far.apply(unpacked().path)
        #expect(result.placed == 2 && !result.isPartial)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1"])
    }

    @Test("files that are not listed are named and ignored")
    func strays() throws {
        let folder = try unpacked()
        try folder.write("virus-scan.log", "clean")
        try folder.write("storage/alpha/9.9.bin", "x")
        try folder.write("deep/er/x", "x")
        let head = try verify(folder)
        #expect(head.remarks.count == 3)
        for name in ["virus-scan.log", "storage/alpha/9.9.bin", "deep/er/x"] {
            #expect(head.remarks.contains { $0.hasPrefix("\(name) ") })
        }
    }

    @Test("a folder without SHA512SUMS is no archive")
    func noSums() throws {
        let folder = try unpacked()
        try folder.directory.unlink(RelativePath("SHA512SUMS"))
        let error = #expect(throws: TransferError.self) { try verify(folder) }
        #expect(error?.code == .refused && error?.cause.contains("SHA512SUMS") == true)
    }

    @Test(
        "a listed file that is missing, a folder or a link is refused by name",
        arguments: ["missing", "folder", "link"]
    )
    func notFiles(_ kind: String) throws {
        let folder = try unpacked()
        let path = try RelativePath("storage/alpha/1.1.bin")
        if kind == "link" {
            try folder.directory.rename(path, to: RelativePath("elsewhere.bin"))
            try folder.link("storage/alpha/1.1.bin", to: "../../elsewhere.bin")
        } else {
            try folder.directory.unlink(path)
            if kind == "folder" { try folder.directory.makeDirectories(path) }
        }
        let error = #expect(throws: TransferError.self) { try verify(folder) }
        #expect(error?.subject == "storage/alpha/1.1.bin")
    }

    @Test("a link in the middle of a path is not followed")
    func linkedFolder() throws {
        let folder = try unpacked()
        try folder.directory.rename(RelativePath("storage/alpha"), to: RelativePath("alpha"))
        try folder.link("storage/alpha", to: "../alpha")
        let error = #expect(throws: (any Error).self) { try verify(folder) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("storage/alpha"))
    }

    @Test(
        "lines of SHA512SUMS that lead out of the folder are refused",
        arguments: ["../manifest.json", "/etc/passwd", "a//b"]
    )
    func climbing(_ name: String) throws {
        let folder = try unpacked { members in
            let sums = String(decoding: members["SHA512SUMS"], as: UTF8.self)
            members["SHA512SUMS"] = Array(sums.replacing("  manifest.json\n", with: "  \(name)\n").utf8)
        }
        let error = #expect(throws: TransferError.self) { try verify(folder) }
        #expect(error?.subject == name)
    }

    @Test("a file that is not what SHA512SUMS lists is refused by name")
    func damaged() throws {
        let folder = try unpacked { $0["storage/beta/1.0.bin"][0] ^= 1 }
        let error = #expect(throws: TransferError.self) { try verify(folder) }
        #expect(error?.subject == "beta/1.0.bin")
    }
}
