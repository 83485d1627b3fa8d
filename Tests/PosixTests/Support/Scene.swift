import Glibc
import Posix
import TestSupport
import Testing

/// A folder to work in, an outside that must stay as it is, and the means to lay traps.
struct Scene {
    /// What the test works in.
    let root: Directory
    /// What lies beside it, reachable only through a trap.
    let outside: Directory

    /// Makes `root/` and `outside/secret` in the test's temporary folder.
    init() throws {
        let base = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        for name in ["root", "outside"] { try base.makeDirectories(RelativePath(name)) }
        root = try base.subdirectory(RelativePath("root"))
        outside = try base.subdirectory(RelativePath("outside"))
        try outside.create(RelativePath("secret"), mode: 0o600).write(Array("secret".utf8))
    }

    /// Makes a file, and the folders it lies in.
    func write(_ text: String, to path: String) throws {
        let path = try RelativePath(path)
        if let parent = path.parent { try root.makeDirectories(parent) }
        try root.create(path).write(Array(text.utf8))
    }

    func read(_ path: String) throws -> String {
        String(decoding: try root.open(RelativePath(path)).readAll(limit: 1 << 20), as: UTF8.self)
    }

    /// Makes a symbolic link, which no code of ours ever does.
    func link(_ path: String, to target: String) throws {
        try #require(unsafe symlink(target, "\(root.path)/\(path)") == 0)
    }

    func fifo(_ path: String) throws { try #require(unsafe mkfifo("\(root.path)/\(path)", 0o600) == 0) }

    /// Makes an empty file whose name may be anything.
    func file(named name: [UInt8]) throws {
        let bytes = (Array("\(root.path)/".utf8) + name + [0]).map { CChar(bitPattern: $0) }
        let number = unsafe Glibc.open(bytes, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        try #require(number >= 0)
        try Descriptor(owning: number, path: "test").close()
    }

    /// Everything beneath `root`, one line each.
    func listing() throws -> [String] { try Self.listing(of: root) }

    /// Whether nobody came through a trap.
    func isOutsideUntouched() throws -> Bool {
        try Self.listing(of: outside) == ["secret regular 600 1 secret"]
    }

    /// Path, kind, mode, links and content of everything beneath `folder`, sorted.
    static func listing(of folder: Directory, prefix: String = "") throws -> [String] {
        try folder.entries().sorted { $0.name < $1.name }.flatMap { entry in
            let path = try RelativePath(entry.name)
            let mode = String(entry.info.mode, radix: 8)
            let line = "\(prefix)\(entry.name) \(entry.info.kind) \(mode)"
            switch entry.info.kind {
            case .regular:
                let text = String(decoding: try folder.open(path).readAll(limit: 1 << 20), as: UTF8.self)
                return ["\(line) \(entry.info.links) \(text)"]
            case .directory:
                return [line] + (try listing(of: folder.subdirectory(path), prefix: "\(prefix)\(entry.name)/"))
            case .link, .other, .unknown: return [line]
            }
        }
    }
}

/// The reason for which `body` failed; `nil` when it did not, or not for a reason of the system's.
func errno(of body: () throws -> Void) -> Errno? {
    do {
        try body()
        return nil
    } catch {
        return (error as? SystemError)?.errno
    }
}

/// The name that the system shows for the calling thread.
func currentThreadName() throws -> String {
    let task = try Directory(opening: AbsolutePath("/proc/thread-self"))
    let bytes = try task.open(RelativePath("comm")).readAll(limit: 64)
    return String(decoding: bytes.dropLast(), as: UTF8.self)
}

/// How many threads of this process have that name.
func threads(named name: String) throws -> Int {
    let tasks = try Directory(opening: AbsolutePath("/proc/self/task"))
    return try tasks.entries().count { entry in
        // One that has ended meanwhile has no name.
        guard let file = try? tasks.open(RelativePath("\(entry.name)/comm")) else { return false }
        return (try? file.readAll(limit: 64)) == Array("\(name)\n".utf8)
    }
}
