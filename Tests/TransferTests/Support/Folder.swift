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
        try directory.replace(name, with: bytes)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    /// Makes a symbolic link, which no code of ours ever does.
    func link(_ name: String, to target: String) throws {
        let outcome = try StockTool("ln").run(["-s", target, name], in: path.string)
        guard outcome.status == 0 else { throw FolderError(description: outcome.complaints) }
    }

    var names: [String] { get throws { try directory.entries().map(\.name).sorted() } }
}

struct FolderError: Error, CustomStringConvertible {
    let description: String
}
