import Foundation
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// An archive that lies on a disk in four parts or more, and what may happen to them on their way.
@Suite("Archives in parts", .memoryDirectory)
struct PartSetTests {
    private static let limit: Int64 = 1000

    /// A folder with the parts of an archive and the list beside them, and the archive whole.
    private func disk(_ name: String = "disk", isListed: Bool = true) async throws -> (Folder, [String], Side) {
        let near = try await Side("near-\(name)")
        for number in 1...60 {
            let text = (0..<60).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" }
            try near.publish("alpha", "1.\(number)", String(text))
        }
        let artifact = try #require(try await near.build().artifact)
        let disk = try Folder(name)
        let export = ArtifactExport(artifact, of: near.artifacts, to: disk.directory, limit: Self.limit)
        let files = try export.run(isDryRun: false, reporter: .silent).files
        try #require(files.count > 4)
        if !isListed { try disk.directory.unlink(RelativePath("\(artifact.id).tar.zst.sha512")) }
        return (disk, files, near)
    }

    private func read(_ name: String, in disk: Folder) throws -> ArchiveHead {
        let path = disk.path.appending(try RelativePath(name))
        try Sidecar.check(path)
        return try ImportEngine.verify(ArchiveInput(path), rules: [TextRules()], reporter: .silent)
    }

    @Test("whichever is named, all of it is read and applied, and stays as it lies there", arguments: [true, false])
    func whole(isListed: Bool) async throws {
        let (disk, files, near) = try await disk(isListed: isListed)
        let before = try disk.names
        for name in [files[0], files[2], files[files.count - 1]] {
            #expect(try read(name, in: disk).manifest.counts.files > 60)
        }
        let far = try await Side("far")
        try await far.apply(disk.path.appending(RelativePath(files[1])))
        #expect(try far.tree.info(RelativePath("alpha/1.60.bin")) != nil)
        #expect(try disk.names == before && near.tree.info(RelativePath("alpha/1.60.bin")) != nil)
    }

    /// What happened to the parts, by name, with what is said of them: with the list beside them and without.
    private static let damages: [(name: String, listed: String, unlisted: String)] = [
        ("one is missing", ".003 is missing", ".003 is missing"),
        ("the first is missing", ".001 is missing", ".001 is missing"),
        ("two are missing", ".002 is missing", ".002 is missing"),
        ("the last is missing", " is missing", "is cut short"),
        ("one is cut", ".002 is shorter than", ".002 is shorter than"),
        ("one is longer", ".003 is longer than", ".003 is longer than"),
        ("one is empty", ".002 is shorter than", ".002 is shorter than"),
        ("two changed places", ".002 is what", "the archive "),
        ("one lies there twice", ".003 is what", "the archive "),
        ("a byte changed", ".002 has another SHA-512", "the archive "),
        ("one is of another archive", ".002 has another SHA-512", "the archive "),
        ("one too many", " is not in the list", "the archive "),
        ("one is a folder", ".002 is not a plain file", ".002 is not a plain file"),
        ("one is a link", ".002 is not a plain file", ".002 is not a plain file"),
    ]

    private func damage(_ what: String, _ disk: Folder, _ files: [String]) async throws {
        let paths = try files.map { try RelativePath($0) }
        func content(_ index: Int) throws -> [UInt8] { try disk.directory.open(paths[index]).readAll(limit: 1 << 20) }
        func replace(_ index: Int, _ bytes: [UInt8]) throws { try disk.directory.replace(paths[index], with: bytes) }
        switch what {
        case "one is missing": try disk.directory.unlink(paths[2])
        case "the first is missing": try disk.directory.unlink(paths[0])
        case "two are missing": for index in [1, 3] { try disk.directory.unlink(paths[index]) }
        case "the last is missing": try disk.directory.unlink(paths[paths.count - 1])
        case "one is cut": try replace(1, Array(content(1).dropLast()))
        case "one is longer": try replace(2, content(2) + [0])
        case "one is empty": try replace(1, [])
        case "two changed places":
            let (second, third) = (try content(1), try content(2))
            try replace(1, third)
            try replace(2, second)
        case "one lies there twice": try replace(2, content(1))
        case "a byte changed":
            var bytes = try content(1)
            bytes[500] ^= 4
            try replace(1, bytes)
        case "one is of another archive":
            let (other, names, _) = try await self.disk("other-\(UUID().uuidString)")
            try replace(1, other.directory.open(RelativePath(names[1])).readAll(limit: 1 << 20))
        case "one too many":
            let next = try #require(PartName(file: files[files.count - 1]))
            let last = try content(files.count - 1)
            try replace(files.count - 1, last + [UInt8](repeating: 0, count: Int(Self.limit) - last.count))
            try disk.write(PartName(next.archive, next.number + 1).file, [1, 2, 3])
        case "one is a folder":
            try disk.directory.unlink(paths[1])
            _ = try disk.directory.makeDirectories(paths[1])
        default:
            try disk.directory.unlink(paths[1])
            try disk.link(files[1], to: files[2])
        }
    }

    @Test("what happened to a part on its way is said by its name, and nothing arrives", arguments: damages.indices)
    func damaged(index: Int) async throws {
        let damage = Self.damages[index]
        for (isListed, sentence) in [(true, damage.listed), (false, damage.unlisted)] {
            let (disk, files, _) = try await disk("disk-\(isListed)", isListed: isListed)
            try await self.damage(damage.name, disk, files)
            let named = damage.name == "the first is missing" ? files[1] : files[0]
            let error = #expect(throws: (any Error).self, "\(damage.name), \(isListed)") { try read(named, in: disk) }
            #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(damage.name), \(isListed): \(error as Any)")
        }
    }

    @Test(
        "a part of another export among those of a signed archive is named and refused, be it the first with its own signature",
        arguments: [0, 1],
        [true, false]
    )
    func stale(index: Int, isListed: Bool) async throws {
        var near = try await Side("near")
        let keys = SigningKeys()
        near.signing = keys
        func export(_ round: Int) async throws -> (disk: Folder, files: [String]) {
            for number in 1...60 {
                let text = (0..<60).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" }
                try near.publish("alpha", "\(round).\(number)", String(text))
            }
            let artifact = try #require(try await near.build().artifact)
            #expect(artifact.signer == keys.signer)
            let disk = try Folder("disk-\(round)")
            let export = ArtifactExport(artifact, of: near.artifacts, to: disk.directory, limit: Self.limit)
            let files = try export.run(isDryRun: false, reporter: .silent).files
            if !isListed { try disk.directory.unlink(RelativePath("\(artifact.id).tar.zst.sha512")) }
            return (disk, files)
        }
        let (old, new) = (try await export(1), try await export(2))
        let far = try await Side("far")
        _ = try far.engine.keys.trust(keys.own, at: Side.moment, by: "test")
        try await far.apply(old.disk.path.appending(RelativePath(old.files[0])))
        let before = try TreePicture(far.tree)

        let part = try old.disk.directory.open(RelativePath(old.files[index])).readAll(limit: 1 << 20)
        try new.disk.directory.replace(RelativePath(new.files[index]), with: part)
        let path = new.disk.path.appending(try RelativePath(new.files[2]))
        let error = #expect(throws: (any Error).self) {
            try Sidecar.check(path)
            _ = try far.stage(path)
        }
        let sentence = isListed ? "\(new.files[index]) has another SHA-512" : "the archive "
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(error as Any)")
        #expect(try TreePicture(far.tree) == before)
        #expect(try far.engine.staging.list().isEmpty)
    }
}
