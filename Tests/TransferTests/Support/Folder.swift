import Posix
import TestSupport

/// A folder in the running test's own, to write into.
struct Folder {
    let path: AbsolutePath
    let directory: Directory

    init(_ name: String = "folder") throws {
        path = try AbsolutePath("\(TemporaryDirectory.current)/\(name)")
        directory = try Directory.making(path)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let name = try RelativePath(name)
        if let parent = name.parent { try directory.makeDirectories(parent) }
        try AtomicFile.write(bytes, to: name, in: directory)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    var names: [String] { get throws { try directory.entries().map(\.name).sorted() } }
}
