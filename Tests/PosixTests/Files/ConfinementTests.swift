import Posix
import TestSupport
import Testing

@Suite("Nothing leads out of a folder", .temporaryDirectory)
struct ConfinementTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
        try scene.write("mine", to: "mine")
    }

    /// Ways out of `root`, as targets of a link in it.
    private static let doors = ["../outside", "/tmp", "..", ".", "/"]

    @Test("a link in the middle of a path is refused", arguments: Mutation.all, doors)
    func middle(_ mutation: Mutation, _ door: String) throws {
        try scene.link("door", to: door)
        let before = try scene.listing()
        let path = try RelativePath("door/secret")
        #expect(errno { try mutation.apply(scene.root, path) } == .tooManyLinks)
        #expect(try scene.listing() == before)
        #expect(try scene.isOutsideUntouched())
    }

    @Test("a link to the very thing is refused, or itself is what changes", arguments: Mutation.all)
    func last(_ mutation: Mutation) throws {
        try scene.link("trap", to: "../outside/secret")
        let reason = errno { try mutation.apply(scene.root, RelativePath("trap")) }
        let refusals: [String: Errno] = [
            "create": .exists, "open for appending": .tooManyLinks, "make folders": .notDirectory,
            "rename to, new": .exists, "link to": .exists, "remove folder": .notDirectory,
            "change mode": .tooManyLinks, "change owner": .tooManyLinks, "lock": .tooManyLinks,
        ]
        #expect(reason == refusals[mutation.testDescription])
        #expect(try scene.isOutsideUntouched())
    }

    @Test("a link to a folder is no folder", arguments: doors)
    func folder(_ door: String) throws {
        try scene.link("door", to: door)
        let path = try RelativePath("door")
        #expect(errno { _ = try scene.root.subdirectory(path) } == .tooManyLinks)
        #expect(errno { _ = try scene.root.open(path) } == .tooManyLinks)
        #expect(errno { try scene.root.synchronize(path) } == .tooManyLinks)
        #expect(errno { try scene.root.makeDirectories(path) } == .notDirectory)
        #expect(errno { try scene.root.makeDirectories(RelativePath("door/a")) } == .tooManyLinks)
    }

    @Test("reading through a link is refused", arguments: ["secret", "secret/x", "absent"])
    func reading(_ name: String) throws {
        try scene.link("door", to: "../outside")
        let path = try RelativePath("door/\(name)")
        #expect(errno { _ = try scene.root.open(path) } == .tooManyLinks)
        #expect(errno { _ = try scene.root.info(path) } == .tooManyLinks)
        #expect(errno { _ = try scene.root.subdirectory(path) } == .tooManyLinks)
    }

    @Test("a link that leads nowhere, or to itself, is refused like any other", arguments: ["nowhere", "trap"])
    func dangling(_ target: String) throws {
        try scene.link("trap", to: target)
        let path = try RelativePath("trap")
        #expect(errno { _ = try scene.root.open(path) } == .tooManyLinks)
        #expect(errno { _ = try scene.root.openForAppending(path) } == .tooManyLinks)
        #expect(errno { _ = try scene.root.create(path) } == .exists)
        #expect(try scene.root.info(path)?.kind == .link)
        #expect(try scene.root.info(RelativePath("nowhere")) == nil)
    }

    @Test("a folder swapped for a link is refused by its name, and stays the same folder for who has it open")
    func swapped() throws {
        try scene.write("1", to: "a/file")
        let opened = try scene.root.subdirectory(RelativePath("a"))
        try scene.root.rename(RelativePath("a"), to: RelativePath("b"))
        try scene.link("a", to: "../outside")
        #expect(errno { _ = try scene.root.create(RelativePath("a/new")) } == .tooManyLinks)
        try opened.create(RelativePath("new"), mode: 0o600).write(Array("2".utf8))
        #expect(try scene.read("b/new") == "2")
        #expect(try scene.isOutsideUntouched())
    }

    @Test("a folder swapped for a link again and again never leads out", .ends)
    func swappedMeanwhile() throws {
        let (folder, trap) = try (RelativePath("a"), RelativePath("trap"))
        try scene.root.makeDirectories(folder)
        try scene.link("trap", to: "../outside")
        let swapper = Stage<Never, Void>("swapper", capacity: 1) { [scene] _ in
            for _ in 0..<1000 { try scene.root.exchange(folder, with: trap) }
        }
        var created = 0
        for round in 0..<500 {
            let path = try folder.appending("\(round)")
            let reason = errno { try scene.root.create(path).close() }
            #expect(reason == nil || reason == .tooManyLinks)
            if reason == nil { created += 1 }
        }
        try swapper.finish()
        #expect(try scene.root.subdirectory(folder).entries().count == created)
        #expect(try scene.isOutsideUntouched())
    }
}
