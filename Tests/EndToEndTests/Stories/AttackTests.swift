import Foundation
import JSON
import TestSupport
import Testing

/// Archives that somebody made to do harm (Tests/Conformance), against the built program.
@Suite("Attacks", .paced, .needsProgram, .needs("python3", "zstd"), .temporaryDirectory, .ends)
struct AttackTests {
    static let groups = [
        "paths", "types", "structure", "documents", "content", "damage", "signatures", "parts", "folder",
    ]

    @Test("Every archive of a group is refused by verify, apply and upload, by name; trees stay", arguments: groups)
    func refused(_ group: String) async throws {
        let sides = try await AttackedSides()
        for golden in try GoldenFiles().archives(of: group) {
            try await sides.refuse(golden.path, naming: golden.names ?? "?", "\(golden)")
        }
        try await sides.expectUnharmed()
    }

    @Test("What unpacks to gigabytes, to millions of entries or to lists without end is refused in little memory")
    func bombs() async throws {
        let folder = "\(TemporaryDirectory.current)/bombs"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let writer = [GoldenFiles.path("writer/bombs.py"), folder]
        let made = try await Executable.needed("python3").run(writer, in: folder).succeeded().lines
        let sides = try await AttackedSides(measuringCommands: true)
        for line in made {
            let words = line.split(separator: "\t").map(String.init)
            try await sides.refuse("\(folder)/\(words[0]).tar.zst", naming: words[1], words[0])
        }
        #expect(made.count > 10)
        try await sides.expectUnharmed()
    }
}

/// The same files as any reader of these formats has to take them.
@Suite("Golden archives", .paced, .needsProgram, .temporaryDirectory, .ends)
struct GoldenArchiveTests {
    /// A far side on which all has happened that an archive presupposes.
    private func site(for golden: GoldenCase, number: Int) async throws -> Site {
        let far = try Site("far\(number)", in: TemporaryDirectory.current, role: "offline")
        for archive in golden.after { try await far.apply(archive).succeeded() }
        guard let keys = golden["trusting"] else { return far }
        let key = try String(contentsOfFile: GoldenFiles.path(keys), encoding: .utf8)
        try await far.run("keys", "trust", key.trimmingCharacters(in: .whitespacesAndNewlines)).succeeded()
        return far
    }

    @Test("What is well formed is taken as it says, once more too")
    func accepted() async throws {
        for (number, golden) in try GoldenFiles().archives(of: "accepted").enumerated() {
            let far = try await site(for: golden, number: number)
            let before = try await Tree(of: far.storage)
            let outcome = try await far.run("import", "apply", golden.path)
            #expect(outcome.status == 0, "\(golden): \(outcome)")
            let warned = golden["warns"].map { (outcome.output + outcome.complaints).contains($0) } ?? true
            #expect(warned, "\(golden): \(outcome)")
            let changed = try await Tree(of: far.storage) != before
            #expect(changed == !golden.denies("changes"), "\(golden): \(outcome)")
            let again = try await far.apply(golden.path).json.arrayValue?.first
            #expect(again?["changed"]?.boolValue == false, "\(golden)")
        }
    }

    @Test("What nobody vouches for, or builds upon what is not here, is refused by name, and the tree stays")
    func trust() async throws {
        for (number, golden) in try GoldenFiles().archives(of: "trust").enumerated() {
            let far = try await site(for: golden, number: number)
            let before = try await Tree(of: far.storage)
            let outcome = try await far.run("import", "apply", golden.path)
            #expect(outcome.status == 65, "\(golden): \(outcome)")
            #expect(outcome.complaints.contains(golden.names ?? "?"), "\(golden): \(outcome)")
            #expect(try await Tree(of: far.storage) == before)
        }
    }
}
