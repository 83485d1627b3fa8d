import Crypto
import Posix
import Synchronization
import TestSupport
import Testing
import Trees

@testable import Npm

/// A registry in a few lines of node, which writes down what it is asked for.
final class NodeRegistry: Sendable {
    private static let script = """
        const fs = require('node:fs'), http = require('node:http')
        http.createServer((request, response) => {
          const path = decodeURIComponent(request.url)
          fs.appendFileSync('asked', path + '\\n')
          const file = path.includes('/-/') ? `.${path}` : `.${path}/package.json`
          if (!fs.existsSync(file)) return response.writeHead(404).end('{}')
          const bytes = fs.readFileSync(file)
          const isDocument = file.endsWith('.json')
          response.setHeader('content-type', isDocument ? 'application/json' : 'application/octet-stream')
          response.end(isDocument ? bytes.toString().replaceAll('BASE', `http://${request.headers.host}`) : bytes)
        }).listen(0, '127.0.0.1', function () { fs.writeFileSync('port', `${this.address().port}`) })
        """

    /// It did not start.
    private struct Unanswered: Error {}

    private let folder: Directory

    init(in parent: Directory) throws {
        try parent.makeDirectories(RelativePath("registry"))
        folder = try parent.subdirectory(RelativePath("registry"))
    }

    /// Packs a package that holds nothing but its package.json.
    func publish(_ name: String, _ version: String, dependencies: String) throws {
        let manifest = #""name":"\#(name)","version":"\#(version)","dependencies":\#(dependencies)"#
        try write("\(name)/package/package.json", "{\(manifest)}")
        try folder.makeDirectories(RelativePath("\(name)/-"))
        let file = "-/\(name)-\(version).tgz"
        let packed = try StockTool.tar.run(["-czf", file, "package"], in: "\(folder.path)/\(name)")
        try #require(packed.status == 0, "\(packed.complaints)")
        let digest = try FileDigest(of: folder.open(RelativePath("\(name)/\(file)"))).sha512.base64
        let dist = #"{"tarball":"BASE/\#(name)/\#(file)","integrity":"sha512-\#(digest)"}"#
        let document = """
            {"name":"\(name)","dist-tags":{"latest":"\(version)"},"versions":{"\(version)":{\(manifest),"dist":\(dist)}}}
            """
        try write("\(name)/package.json", document)
    }

    private func write(_ path: String, _ text: String) throws {
        let path = try RelativePath(path)
        if let parent = path.parent { try folder.makeDirectories(parent) }
        try AtomicFile.write(Array(text.utf8), to: path, in: folder)
    }

    private let process = Mutex<ChildProcess?>(nil)

    /// Starts it, and gives its address once it answers.
    func start() async throws -> UpstreamAddress {
        let node = StockTool("node").path
        let started = try ChildProcess(node, ["-e", Self.script], in: folder.path.string, environment: [:])
        process.withLock { $0 = started }
        let deadline = ContinuousClock.now + .far
        while ContinuousClock.now < deadline {
            if let port = try? text("port"), !port.isEmpty {
                return try #require(UpstreamAddress("http://127.0.0.1:\(port)"))
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Unanswered()
    }

    /// The paths that it was asked for.
    var asked: Set<String> { get throws { Set(try text("asked").split(separator: "\n").map(String.init)) } }

    private func text(_ name: String) throws -> String {
        String(decoding: try folder.open(RelativePath(name)).readAll(limit: 1 << 20), as: UTF8.self)
    }
}
