import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "By hand, as README.txt says",
    .paced,
    .needsProgram,
    .temporaryDirectory,
    .ends,
    .needs("tar", "zstd", "ssh-keygen")
)
struct ByHandTests {
    /// The commands of the part in one language, each as one line, but for the one of minisign.
    private func commands(of readme: String, in language: String) throws -> [String] {
        let parts = readme.components(separatedBy: "\(language)\n")
        let part = try #require(parts.count == 2 ? parts[1].components(separatedBy: "-----").first : nil)
        let lines = part.replacing("\\\n", with: " ").split(separator: "\n").filter { $0.hasPrefix("    ") }
        return lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { line in
            ["mkdir ", "sh ", "cd ", "tar ", "packferry "].contains { line.hasPrefix($0) }
        }
    }

    @Test("Its commands, run as they stand there, check the archive and fill the storage; Packferry takes that over")
    func literally() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        let key = try await near.run("keys", "generate", "--json").succeeded().json
        let archive = try await near.archive()
        let published = SampleVersion("left", "1.0.1-plant", needs: [:])
        try await LocalPublication.add(published, to: far.storage, tag: "plant")

        let disk = "\(folder)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let carried = "\(disk)/\(archive.split(separator: "/").last ?? "")"
        try FileManager.default.copyItem(atPath: archive, toPath: carried)
        try Data("\(key.text("allowed_signer"))\n".utf8).write(to: URL(fileURLWithPath: "\(disk)/allowed_signers"))
        let shell = try Executable.needed("sh")
        let readme = try await shell.run(["-c", "tar --zstd -xOf \(carried) README.txt"], in: disk).succeeded().output
        let commands = try commands(of: readme, in: "ENGLISH")
        for language in ["РУССКИЙ", "DEUTSCH"] { #expect(try self.commands(of: readme, in: language) == commands) }
        let own = commands.filter { $0.hasPrefix("packferry ") }
        let stock = commands.filter { !own.contains($0) }
        #expect(own.count == 2 && stock.count == 4, "\(commands)")
        for command in stock {
            let line = "STORAGE='\(far.storage)'; \(command)"
            let outcome = try await shell.run(["-ec", line], in: disk)
            #expect(outcome.status == 0, "\(command): \(outcome)")
        }
        let unpacked = try LocalPublication.document(of: "left", in: far.storage)
        #expect(unpacked["versions"]?.keys == ["1.0.0"], "plain tar replaces the list of what was published here")

        let words = try #require(own.last).split(separator: " ").dropFirst().map(String.init)
        #expect(words.contains("--unpacked"))
        let options = ["--json", "--config", far.configuration]
        let taken = try await far.packferry.run(words + options, in: disk).succeeded().json
        #expect(taken.arrayValue?.first?["result"] == "succeeded")
        let left = try LocalPublication.document(of: "left", in: far.storage)
        #expect(left["versions"]?.keys.sorted() == ["1.0.0", "1.0.1-plant"])
        #expect(left["dist-tags"]?["plant"] == "1.0.1-plant")
        let files = try await Tree(of: far.storage).files
        #expect(files.keys.allSatisfy { !$0.hasSuffix("~") } && files["@team/right/right-2.0.0.tgz"] != nil)
        let again = try await far.apply(carried).succeeded().json
        #expect(again.arrayValue?.first?["changed"] == false)
    }
}
