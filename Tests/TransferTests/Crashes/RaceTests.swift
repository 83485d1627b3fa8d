import Posix
import Reporting
import Spooling
import Synchronization
import TestSupport
import Testing

@testable import Transfer

/// Somebody else changes something while we work: before each of our operations in turn.
@Suite(.memoryDirectory, .ends) struct RaceTests {
    @Test("the registry publishes during a build: the archive is of one moment, and the next one brings the rest")
    func publishedDuringBuild() async throws {
        let moments = try await Intrusion.atEachMoment { intrusion in
            let (near, far) = (try await Side("near-\(intrusion.number)"), try await Side("far-\(intrusion.number)"))
            for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
            let built = try await intrusion.run {
                try near.publish("beta", "2.0")
                return true
            } during: {
                try await near.archive()
            }
            try await far.apply(built.get())
            for package in ["alpha", "beta"] { try requireListed(in: far, package) }
            if let rest = try await near.build().artifact {
                try await far.apply(near.root.appending(RelativePath("artifacts/\(rest.id).tar.zst")))
            }
            #expect(try far.versions(of: "beta") == (intrusion.isOver ? ["1.0", "2.0"] : ["1.0"]))
        }
        #expect(moments > 20)
    }

    @Test("the registry publishes during an apply, under its lock: both what it wrote and what arrived is there")
    func publishedDuringApply() async throws {
        let scene = try await ApplyScene()
        let moments = try await Intrusion.atEachMoment { intrusion in
            let far = try await scene.far("far-\(intrusion.number)")
            let applied = try await intrusion.run {
                guard try far.text("alpha/index.txt.lock") == nil else { return false }
                try far.publish("alpha", "7.7", "published meanwhile")
                return true
            } during: {
                try await far.apply(scene.archive)
            }
            #expect(try applied.get().merged == 3, "at \(intrusion.number)")
            try requireListed(in: far, "alpha")
            let versions: Set = ["1.0", "1.1", "9.9"]
            let wanted = intrusion.isOver ? versions.union(["7.7"]) : versions
            #expect(try far.versions(of: "alpha") == wanted, "at \(intrusion.number)")
            #expect(try RecordStore(far.folder).load().files.keys.allSatisfy { $0.string != "alpha/7.7.bin" })
        }
        #expect(moments > 60)
    }

    @Test("a folder of the tree becomes a link during an apply: nothing is written where that leads")
    func swappedFolder() async throws {
        let scene = try await ApplyScene()
        let moments = try await Intrusion.atEachMoment { intrusion in
            let far = try await scene.far("far-\(intrusion.number)")
            let tree = try Folder("\(far.root.lastComponent)/tree")
            let elsewhere = try Folder("elsewhere-\(intrusion.number)")
            let before = Pictures()
            _ = try await intrusion.run {
                let (alpha, moved) = (try RelativePath("alpha"), try RelativePath("moved"))
                try far.tree.rename(alpha, to: moved, in: elsewhere.directory)
                try tree.link("alpha", to: elsewhere.path.appending(moved).string)
                before.note(try TreePicture(elsewhere.directory))
                return true
            } during: {
                try await far.apply(scene.archive)
            }
            guard intrusion.isOver else { return }
            #expect(try TreePicture(elsewhere.directory) == before.last, "at \(intrusion.number)")
            try far.tree.unlink(RelativePath("alpha"))
            try elsewhere.directory.rename(RelativePath("moved"), to: RelativePath("alpha"), in: far.tree)
            try await far.engine.recover(reporter: .silent)
            try await far.apply(scene.archive)
            try scene.requireTree(far)
        }
        #expect(moments > 60)
    }

    @Test(
        "the archive is replaced, or written over, while it is read: what is staged is what it was, or nothing",
        arguments: [true, false]
    )
    func swappedArchive(isReplaced: Bool) async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let first = try await read(near.archive())
        try near.publish("alpha", "1.0", "other bytes")
        let second = try await read(near.archive(BuildRequest(baseline: .none)))
        let moments = try await Intrusion.atEachMoment { intrusion in
            let (far, stick) = (try await Side("far-\(intrusion.number)"), try Folder("stick-\(intrusion.number)"))
            try stick.write("a.tar.zst", first)
            let staged = try await intrusion.run {
                if isReplaced {
                    try stick.write("a.tar.zst", second)
                } else {
                    let file = try stick.directory.openForAppending(RelativePath("a.tar.zst"))
                    try file.truncate(to: 0)
                    try file.write(second)
                }
                return true
            } during: {
                try far.stage(stick.path.appending("a.tar.zst"))
            }
            if case .success(let staged) = staged { try await far.apply(staged) }
            let found = try far.text("alpha/1.0.bin")
            #expect(found == nil || found == "alpha 1.0", "at \(intrusion.number)")
            try requireListed(in: far, "alpha")
        }
        #expect(moments > 10)
    }

    /// Every version that is listed has the file that its line states.
    private func requireListed(in side: Side, _ package: String) throws {
        let live = try TextLive(side.tree)
        let lines = TextTree.lines(live.documents[package] ?? [])
        try Broken.unless(live.versions(of: package) == Set(lines.keys), "\(package): \(lines.keys.sorted())")
    }

    private func read(_ path: AbsolutePath) throws -> [UInt8] {
        try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(limit: 1 << 20)
    }
}

/// The last picture that was taken, on whatever thread.
private final class Pictures: Sendable {
    private let pictures = Mutex<[TreePicture]>([])

    var last: TreePicture? { pictures.withLock(\.last) }

    func note(_ picture: TreePicture) { pictures.withLock { $0.append(picture) } }
}
