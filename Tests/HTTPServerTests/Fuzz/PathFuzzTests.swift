import Foundation
import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// Paths that were changed, at a folder with links in it and secrets around it.
///
/// `FuzzRun` says how to let it run for long.
@Suite("Paths of files", .temporaryDirectory, .ends) struct PathFuzzTests {
    private static let seeds = [
        "/a.txt", "/sub/b.txt", "/sub/deep/c.txt", "/../secret.txt", "/%2e%2e/secret.txt",
        "/sub/%2e%2e%2f%2e%2e/secret.txt",
        "/link.txt", "/folder/secret.txt", "/.hidden", "/sub%2Fb.txt", "//a.txt", "/a.txt/", "/..%5csecret.txt",
        "/%252e%252e/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/a.txt%00.png", "/./a.txt", "/sub/../../secret.txt",
    ]

    @Test("lead to files of the folder, and never through a link, to a hidden name, or out of it")
    func paths() throws {
        let (files, known) = try Self.folder()
        for (name, bytes) in try Corpus.inputs("http-path") { try check(bytes, name, files, known) }
        try FuzzRun("http-path", 3000).each { random in
            var bytes = Array(random.pick(Self.seeds).utf8)
            HTTPMutation.mutate(&bytes, with: &random)
            return bytes
        } try: { input, number in
            try check(input, "\(number)", files, known)
        }
    }

    /// A folder with a few files, and the inodes of those that may be had.
    private static func folder() throws -> (StaticFiles, Set<UInt64>) {
        let around = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        for path in ["pages/sub/deep", "outside"] { try around.makeDirectories(RelativePath(path)) }
        let open = ["pages/a.txt", "pages/sub/b.txt", "pages/sub/deep/c.txt"]
        for path in open + ["secret.txt", "outside/secret.txt", "pages/.hidden"] {
            try AtomicFile.write(Array(path.utf8), to: RelativePath(path), in: around)
        }
        for (link, place) in [("link.txt", "../secret.txt"), ("folder", "../outside")] {
            let path = "\(around.path)/pages/\(link)"
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: place)
        }
        let inodes = try open.map { try #require(try around.info(RelativePath($0))).inode }
        return (StaticFiles(try around.subdirectory(RelativePath("pages"))), Set(inodes))
    }

    private func check(_ input: [UInt8], _ what: String, _ files: StaticFiles, _ known: Set<UInt64>) throws {
        // As it stands, and as whoever joins segments would ask.
        var paths = [String(decoding: input, as: UTF8.self)]
        if let target = try? RequestTarget(parsing: input[...]) { paths.append(target.segments.joined(separator: "/")) }
        let request = HTTPRequest(.GET, try RequestTarget("/"))
        for path in paths {
            do {
                let response = try files.respond(to: request, path: path)
                guard case .file(let part) = response.body else { continue }
                let info = try part.file.descriptor.info()
                #expect(known.contains(info.inode), "\(what): \(path.debugDescription) leads elsewhere")
            } catch let error as HTTPServerError {
                #expect(
                    error.code == .notFound && !error.reason.contains(TemporaryDirectory.current),
                    "\(what): \(error)"
                )
            }
        }
    }
}
