import Posix
import TestSupport
import Testing

@Suite("Changes in a folder", .temporaryDirectory)
struct DirectoryChangesTests {
    private let scene: Scene
    private var root: Directory { scene.root }

    init() throws {
        scene = try Scene()
        try scene.write("A", to: "a")
        try scene.write("B", to: "b")
    }

    private func path(_ text: String) throws -> RelativePath { try RelativePath(text) }

    private func contents() throws -> [String: String] {
        let names = try root.entries().filter { $0.info.kind == .regular }.map(\.name)
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try scene.read($0)) })
    }

    @Test("renaming replaces what is there, in this folder or in another")
    func rename() throws {
        try root.rename(path("a"), to: path("b"))
        #expect(try contents() == ["b": "A"])
        try root.rename(path("b"), to: path("c"), in: scene.outside)
        #expect(try contents().isEmpty)
        #expect(try scene.outside.open(path("c")).readAll(limit: 9) == Array("A".utf8))
    }

    @Test("renaming to a new name leaves what is there alone")
    func renameNew() throws {
        #expect(errno { try root.renameNew(path("a"), to: path("b")) } == .exists)
        #expect(errno { try root.renameNew(path("a"), to: path("secret"), in: scene.outside) } == .exists)
        #expect(try contents() == ["a": "A", "b": "B"])
        #expect(try scene.isOutsideUntouched())
        try root.renameNew(path("a"), to: path("c"))
        #expect(try contents() == ["c": "A", "b": "B"])
    }

    /// What a file system lacks: flags of renameat2(2), hard links besides.
    static let lacking: [Set<FileOperation.Kind>] = [[.renameNew], [.renameNew, .link]]

    private func without<T>(_ kinds: Set<FileOperation.Kind>, _ body: () throws -> T) throws -> T {
        try FileOperation.$gate.withValue({ operation throws(SystemError) in
            guard kinds.contains(operation.kind) else { return }
            let errno: Errno = operation.kind == .link ? .notPermitted : .invalidArgument
            throw SystemError(operation: "try", path: operation.path, errno: errno)
        }) { try body() }
    }

    @Test("where renaming takes no flags, a new name is given as exclusively", arguments: lacking)
    func renameNewElsewhere(_ kinds: Set<FileOperation.Kind>) throws {
        try without(kinds) {
            #expect(errno { try root.renameNew(path("a"), to: path("b")) } == .exists)
            #expect(errno { try root.renameNew(path("no"), to: path("c")) } == .noEntry)
            #expect(try contents() == ["a": "A", "b": "B"])
            try root.renameNew(path("a"), to: path("c"))
            #expect(try contents() == ["c": "A", "b": "B"])
            #expect(errno { try root.renameNew(path("b"), to: path("secret"), in: scene.outside) } == .exists)
            #expect(try scene.isOutsideUntouched())
            try root.renameNew(path("b"), to: path("fresh"), in: scene.outside)
            #expect(try scene.outside.open(path("fresh")).readAll(limit: 9) == Array("B".utf8))
        }
    }

    @Test("a folder that no call makes durable is no failure, a file is one")
    func withoutFolderSynchronisation() throws {
        try without([.fsync]) {
            try root.synchronize()
            #expect(errno { try root.open(path("a")).synchronize() } == .invalidArgument)
        }
    }

    @Test("where renaming takes no flags, a folder gets a new name, and takes none that is there", arguments: lacking)
    func renameNewFolder(_ kinds: Set<FileOperation.Kind>) throws {
        try root.makeDirectories(path("folder/inner"))
        try root.makeDirectories(path("other/inner"))
        try without(kinds) {
            for name in ["a", "other", "other/inner"] {
                #expect(errno { try root.renameNew(path("folder"), to: path(name)) } == .exists, "\(name)")
            }
            try root.renameNew(path("folder"), to: path("moved"))
            #expect(try root.info(path("moved/inner"))?.kind == .directory && root.info(path("folder")) == nil)
        }
    }

    @Test("exchanging swaps two files and wants both")
    func exchange() throws {
        try root.exchange(path("a"), with: path("b"))
        #expect(try contents() == ["a": "B", "b": "A"])
        #expect(errno { try root.exchange(path("a"), with: path("c")) } == .noEntry)
        #expect(errno { try root.exchange(path("c"), with: path("a")) } == .noEntry)
        #expect(try contents() == ["a": "B", "b": "A"])
    }

    @Test("a link is a second name of the same file, and only a new one")
    func link() throws {
        try root.link(path("a"), to: path("c"))
        #expect(try root.info(path("c")) == root.info(path("a")))
        #expect(errno { try root.link(path("a"), to: path("b")) } == .exists)
        #expect(errno { try root.link(path("no"), to: path("d")) } == .noEntry)
        #expect(try contents() == ["a": "A", "b": "B", "c": "A"])
    }

    @Test("files and folders are each removed in their own way")
    func remove() throws {
        try root.makeDirectories(path("folder/inner"))
        #expect(errno { try root.unlink(path("folder")) } == .isDirectory)
        #expect(errno { try root.removeDirectory(path("a")) } == .notDirectory)
        #expect(errno { try root.removeDirectory(path("folder")) } == .notEmpty)
        #expect(errno { try root.unlink(path("no")) } == .noEntry)
        try root.removeDirectory(path("folder/inner"))
        try root.removeDirectory(path("folder"))
        try root.unlink(path("a"))
        #expect(try root.entries().map(\.name) == ["b"])
    }

    @Test("removing all takes what lies beneath, and no link leads it elsewhere")
    func removeAll() throws {
        try scene.write("1", to: "tree/deep/er/file")
        try scene.write("2", to: "tree/\u{301}file")
        try scene.link("tree/out", to: "../../outside")
        try scene.link("tree/deep/secret", to: "../../../outside/secret")
        try scene.link("tree/dangling", to: "nowhere")
        try scene.fifo("tree/fifo")
        try root.removeAll(path("tree"))
        #expect(try contents() == ["a": "A", "b": "B"])
        #expect(try root.info(path("tree")) == nil)
        #expect(try scene.isOutsideUntouched())
    }

    @Test("removing all of a file, a link or nothing is as simple")
    func removeAllOfLittle() throws {
        try scene.link("link", to: "../outside")
        try root.removeAll(path("link"))
        try root.removeAll(path("a"))
        try root.removeAll(path("no"))
        try root.removeAll(path("b/no"))
        #expect(try root.entries().map(\.name) == ["b"])
        #expect(try scene.isOutsideUntouched())
    }

    @Test("a name that no path of ours can hold stops the removal and is named")
    func removeAllOfStrangers() throws {
        try root.makeDirectories(path("tree"))
        let folder = "tree/".utf8
        try scene.file(named: folder + [0x61, 0x0A, 0xFF])
        let error = #expect(throws: SystemError.self) { try root.removeAll(path("tree")) }
        #expect(error?.errno == .invalidArgument)
        #expect(error?.description == "cannot remove \(root.path)/tree/a\\u{a}\u{FFFD}: Invalid argument")
    }

    @Test("what is refused by a gate does not happen", arguments: Mutation.all)
    func gate(_ mutation: Mutation) async throws {
        let full = SystemError(operation: "test", path: "", errno: .noSpace)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { _ throws(SystemError) in throw full }
        try scene.write("mine", to: "mine")
        for target in ["a", "absent", "folder"] {
            try root.makeDirectories(path("folder"))
            let before = try scene.listing()
            FileOperation.$gate.withValue(gate) {
                let reason = errno { try mutation.apply(root, path(target)) }
                #expect(reason != nil || Self.changesNothing(mutation, target))
            }
            #expect(try scene.listing() == before)
        }
    }

    /// Folders that are there are not made, and what is not there is not removed.
    private static func changesNothing(_ mutation: Mutation, _ target: String) -> Bool {
        ["make folders folder", "remove all absent"].contains("\(mutation.testDescription) \(target)")
    }
}
