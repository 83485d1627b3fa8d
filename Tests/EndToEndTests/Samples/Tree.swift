import Foundation

/// A folder seen as its files and their digests, without what Packferry keeps beside it.
struct Tree: Equatable, Sendable {
    /// SHA-512 by path; folders and links have a word instead.
    let files: [String: String]

    /// Reads a folder with the stock tools; `here` runs them behind a gap.
    init(of folder: String, here: (Executable) -> Executable = { $0 }) async throws {
        let sh = here(try Executable.needed("sh"))
        let script = """
            cd "$1" && find . -path ./.packferry -prune -o ! -type f ! -path . -printf '%y%l  %P\\n'
            find . -path ./.packferry -prune -o -type f -print0 | xargs -0 -r sha512sum
            """
        let arguments = ["-c", script, "sh", folder]
        let lines = try await sh.run(arguments, in: "/tmp").succeeded().lines
        let pairs = lines.compactMap { line -> (String, String)? in
            guard let gap = line.range(of: "  ") else { return nil }
            let path = line[gap.upperBound...]
            return (String(path.hasPrefix("./") ? path.dropFirst(2) : path), String(line[..<gap.lowerBound]))
        }
        files = Dictionary(pairs) { first, _ in first }
    }

    /// The package files alone.
    var tarballs: [String: String] { files.filter { $0.key.hasSuffix(".tgz") } }

    /// What differs, path by path, for messages.
    func differences(from other: Tree) -> [String] {
        Set(files.keys).union(other.files.keys).sorted().filter { files[$0] != other.files[$0] }
    }
}
