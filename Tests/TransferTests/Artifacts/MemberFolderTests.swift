import Crypto
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

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
        try ImportEngine.verify(ArchiveInput(folder.path), rules: [TextRules()], reporter: .silent)
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
