import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct RepositoryFolderTests {
    private func folder() throws -> RepositoryFolder { try RepositoryFolder(in: Folder("tree").directory) }

    @Test("a tree gets one uuid, and keeps it under whatever name")
    func identity() throws {
        let first = try folder().identity(name: "npm", type: "npm")
        #expect(Identifier.isOne(first.uuid))
        let renamed = try folder().identity(name: "other", type: "npm")
        #expect(renamed.uuid == first.uuid && renamed.name == "other")
        try folder().requireHome()
    }

    @Test(
        "a damaged identity is said to be one; no new uuid takes its place",
        arguments: ["", "{}", "{\"uuid\":\"x\"}"]
    )
    func damaged(_ text: String) throws {
        let folder = try folder()
        try folder.write("repository.json", Array(text.utf8))
        let error = #expect(throws: TransferError.self) { try folder.identity(name: "npm", type: "npm") }
        #expect(error?.code == .recordsDamaged && error?.hint != nil)
    }

    @Test("a link in its place is called by its name, and left alone", arguments: ["elsewhere", "nowhere"])
    func link(_ target: String) throws {
        let (tree, elsewhere) = (try Folder("tree"), try Folder("elsewhere"))
        try tree.link(RepositoryFolder.name, to: "../\(target)")
        for open in [{ _ = try folder() }, { _ = try RepositoryFolder.existing(in: tree.directory) }] {
            let error = #expect(throws: TransferError.self) { try open() }
            #expect(
                error?.subject == "\(tree.path)/.packferry" && error?.cause.hasPrefix("is a link or a file") == true
            )
        }
        #expect(try elsewhere.names.isEmpty)
    }

    @Test("a tree that was copied gets a uuid of its own, one that was moved keeps it")
    func moving() throws {
        let folder = try folder()
        let uuid = try folder.identity(name: "npm", type: "npm").uuid
        let text = String(decoding: try #require(try folder.read("repository.json")), as: UTF8.self)
        let inode = try folder.directory.info().inode
        try folder.write("repository.json", Array(text.replacing("\"\(inode)\"", with: "\"1\"").utf8))
        let error = #expect(throws: TransferError.self) { try folder.requireHome() }
        #expect(error?.code == .conflict)
        try folder.declareMoved()
        try folder.requireHome()
        #expect(try folder.identity(name: "npm", type: "npm").uuid == uuid)
        try folder.declareCopied()
        #expect(try folder.identity(name: "npm", type: "npm").uuid != uuid)
    }

    @Test("the sequence is above the clock, the last one and every other that is known")
    func sequence() throws {
        let folder = try folder()
        #expect(try folder.takeSequence(known: 0, now: 100) == 100)
        #expect(try folder.takeSequence(known: 0, now: 100) == 101)
        #expect(try folder.takeSequence(known: 500, now: 100) == 501)
        #expect(try folder.takeSequence(known: 0, now: 1000) == 1000)
        #expect(try folder.takeSequence(known: 0, now: 5) == 1001)
    }

    @Test(
        "a damaged number is no number",
        arguments: ["", "x", "-5", "9223372036854775807", "9007199254740993", "1e9"]
    )
    func damagedSequence(_ text: String) throws {
        let folder = try folder()
        try folder.write("sequence", Array(text.utf8))
        #expect(try folder.takeSequence(known: 7, now: 5) == 8)
    }

    @Test("one at a time: the second is told who works there, and may when that has ended")
    func lock() throws {
        let folder = try folder()
        let lock = try folder.lock(holder: "build, process 1")
        let error = #expect(throws: TransferError.self) { try folder.lock(holder: "import, process 2") }
        #expect(error?.code == .locked && error?.cause.contains("build, process 1") == true)
        withExtendedLifetime(lock) {}
    }

    @Test("the lock goes with its holder")
    func unlock() throws {
        let folder = try folder()
        _ = try folder.lock(holder: "one")
        _ = try folder.lock(holder: "two")
    }

    @Test("nobody but the owner looks into the folder")
    func mode() throws {
        #expect(try folder().directory.info().mode == 0o700)
    }
}
