import Posix
import Testing

/// One of the operations that change what lies beneath a folder, applied to a path.
struct Mutation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (Directory, RelativePath) throws -> Void

    init(_ name: String, _ apply: @escaping @Sendable (Directory, RelativePath) throws -> Void) {
        testDescription = name
        self.apply = apply
    }

    /// Every one there is; those that need a second path use the file `mine`.
    static let all: [Mutation] = [
        Mutation("create") { _ = try $0.create($1) },
        Mutation("open for appending") { try $0.openForAppending($1).write([1]) },
        Mutation("make folders") { try $0.makeDirectories($1) },
        Mutation("rename from") { try $0.rename($1, to: RelativePath("new")) },
        Mutation("rename to") { try $0.rename(mine, to: $1) },
        Mutation("rename from, new") { try $0.renameNew($1, to: RelativePath("new")) },
        Mutation("rename to, new") { try $0.renameNew(mine, to: $1) },
        Mutation("exchange") { try $0.exchange(mine, with: $1) },
        Mutation("exchange, turned round") { try $0.exchange($1, with: mine) },
        Mutation("link from") { try $0.link($1, to: RelativePath("new")) },
        Mutation("link to") { try $0.link(mine, to: $1) },
        Mutation("unlink") { try $0.unlink($1) },
        Mutation("remove folder") { try $0.removeDirectory($1) },
        Mutation("remove all") { try $0.removeAll($1) },
        Mutation("change mode") { try $0.changeMode($1, 0o777) },
        Mutation("change owner") { try $0.changeOwner($1, owner: 12345, group: 12345, mode: 0o777) },
        Mutation("write atomically") { try AtomicFile.write([1], to: $1, in: $0) },
        Mutation("lock") { _ = try FileLock.acquire($1, in: $0, holder: "test") },
    ]

    private static var mine: RelativePath { get throws(PathError) { try RelativePath("mine") } }
}
