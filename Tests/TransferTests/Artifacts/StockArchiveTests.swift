import Posix
import TestSupport
import Testing

@Suite(.memoryDirectory) struct StockArchiveTests {
    /// An archive unpacked with tar and zstd alone.
    private func unpacked() async throws -> (archive: AbsolutePath, folder: Folder) {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let archive = try await near.archive()
        let folder = try Folder("unpacked")
        let tar = try StockTool.tar.run(["--zstd", "-xf", archive.string], in: folder.path.string)
        #expect(tar.status == 0, "\(tar.complaints)")
        return (archive, folder)
    }

    @Test("tar, zstd and the script inside are enough to check an archive", .needs("tar", "zstd"))
    func verified() async throws {
        let (archive, folder) = try await unpacked()
        let whole = try StockTool("sh").run(["verify.sh"], in: folder.path.string)
        #expect(whole.status == 0 && whole.output.contains("All 6 files are whole."))
        let sidecar = try StockTool("sha512sum").run(
            ["--check", "--strict", "\(archive.lastComponent).sha512"],
            in: archive.parent.string
        )
        #expect(sidecar.status == 0)
    }

    @Test(
        "the script tells a damaged file and a missing one",
        .needs("tar", "zstd"),
        arguments: ["damaged", "missing"]
    )
    func refused(_ damage: String) async throws {
        let folder = try await unpacked().folder
        let path = try RelativePath("storage/alpha/1.0.bin")
        if damage == "missing" {
            try folder.directory.unlink(path)
        } else {
            try folder.directory.replace(path, with: Array("Alpha 1.0".utf8))
        }
        let outcome = try StockTool("sh").run(["verify.sh"], in: folder.path.string)
        #expect(outcome.status == 1 && outcome.complaints.contains("carry the archive again"))
    }

    @Test("what is for people names the archive and is in three languages", .needs("tar", "zstd"))
    func readme() async throws {
        let folder = try await unpacked().folder
        let bytes = try folder.directory.open(RelativePath("README.txt")).readAll(limit: 1 << 16)
        let text = String(decoding: bytes, as: UTF8.self)
        for word in ["diff-202611210130.tar.zst", "ENGLISH", "РУССКИЙ", "DEUTSCH", "--backup=numbered"] {
            #expect(text.contains(word))
        }
    }
}
