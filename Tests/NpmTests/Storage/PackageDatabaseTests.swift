import JSON
import Posix
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

@Suite("Verdaccio's list of packages", .memoryDirectory) struct PackageDatabaseTests {
    private static let name = ".verdaccio-db.json"
    private static let secret = "0123456789abcdef0123456789abcdef"

    private let root: Directory

    init() throws { root = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/storage")) }

    private func write(_ name: String, _ text: String) throws {
        try root.replace(RelativePath(name), with: Array(text.utf8))
    }

    private func text(_ name: String = Self.name) throws -> String {
        String(decoding: try root.open(RelativePath(name)).readAll(limit: 1 << 20), as: UTF8.self)
    }

    private func add(_ names: [String], isDryRun: Bool = false) throws -> PackageRegistration {
        try PackageDatabase(in: root).add(names.map { try PackageName($0) }, isDryRun: isDryRun)
    }

    @Test("adds what is not in it yet, and leaves the secret and all else as it is")
    func adds() throws {
        let rest = #""secret":"\#(Self.secret)","later":{"a":[1,2.5,null]}}"#
        try write(Self.name, #"{"list":["own","@s/b"],"# + rest)
        let tried = try add(["lodash", "@s/b", "@a/z"], isDryRun: true)
        #expect(tried.added == 2 && tried.remark?.contains("Restart Verdaccio") == true)
        #expect(try text() == #"{"list":["own","@s/b"],"# + rest)
        #expect(try add(["lodash", "@s/b", "@a/z"]) == tried)
        #expect(try text() == #"{"list":["own","@s/b","@a/z","lodash"],"# + rest)
        #expect(try add(["lodash", "own"]) == PackageRegistration(added: 0, remark: nil))
    }

    @Test("the file stays its owner's, with its mode, and is replaced in one step")
    func owner() throws {
        try write(Self.name, #"{"list":[],"secret":"x"}"#)
        let path = try RelativePath(Self.name)
        try root.open(path).changeMode(0o660)
        let before = try #require(try root.info(path))
        _ = try add(["lodash"])
        let after = try #require(try root.info(path))
        #expect(after.mode & 0o777 == 0o660 && after.owner == before.owner && after.group == before.group)
        #expect(after.inode != before.inode)
        #expect(try root.entries().map(\.name) == [Self.name])
    }

    @Test("an old list of Sinopia is the one that counts, as it does for Verdaccio")
    func sinopia() throws {
        try write(Self.name, #"{"list":[],"secret":"x"}"#)
        try write(".sinopia-db.json", #"{"list":[],"secret":"y"}"#)
        #expect(try add(["lodash"]).added == 1)
        #expect(try text() == #"{"list":[],"secret":"x"}"#)
        #expect(try text(".sinopia-db.json") == #"{"list":["lodash"],"secret":"y"}"#)
    }

    @Test("where there is none, none is made: Verdaccio gives it its secret")
    func absent() throws {
        let result = try add(["lodash"])
        #expect(result.added == 0 && result.remark?.contains("no .verdaccio-db.json") == true)
        #expect(try root.entries().isEmpty)
    }

    @Test("one that is damaged is left as it is", arguments: ["", "{", "[]", "{}", #"{"list":{}}"#, "null"])
    func damaged(text: String) throws {
        try write(Self.name, text)
        let error = try #require(throws: TransferError.self) { try add(["lodash"]) }
        #expect(error.code == .conflict && error.hint != nil)
        #expect(try self.text() == text)
    }
}
