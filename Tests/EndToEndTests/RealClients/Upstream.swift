import Foundation
import JSON
import TestSupport

/// The public registry as of a day, on loopback, out of the sample data; it can be told to lie.
struct Upstream: Sendable {
    private let program: RunningProgram
    private let folder: String
    /// Its address without a slash at the end.
    let url: String

    /// Serves what `upstream/` of the sample data holds, unpacked in `data`, as of `day`.
    init(_ day: String, from data: String, in folder: String) async throws {
        self.folder = "\(folder)/upstream"
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        for (file, text) in [("faults.json", "{}"), ("clock", "0"), ("asked", "")] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(self.folder)/\(file)"))
        }
        let node = try Executable.needed("node")
        program = try node.start(["-e", Self.script, data, day, self.folder], in: self.folder)
        url = try await Self.address(in: "\(self.folder)/url", of: program)
    }

    /// What it does wrong from now on, by path: `404`, `500`, `html`, `short`, `wrong`, `reset`, `429`; `hold` answers
    /// once that is taken back.
    func lie(_ faults: [String: String]) throws {
        let document = JSONValue.object(faults.map { ($0.key, .string($0.value)) })
        try Data(document.encoded()).write(to: URL(fileURLWithPath: "\(folder)/faults.json"), options: .atomic)
    }

    /// Holds back the documents of these packages, and returns once all of them were asked for, or `program` has ended.
    func hold(_ packages: [String], until program: RunningProgram) async throws {
        let paths = packages.map { "/\($0)" }
        let before = try asked.count
        try lie(Dictionary(uniqueKeysWithValues: paths.map { ($0, "hold") }))
        while program.isRunning, try !Set(paths).isSubset(of: asked.dropFirst(before)) {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The paths that it was asked for, in order.
    var asked: [String] {
        get throws {
            try String(contentsOfFile: "\(folder)/asked", encoding: .utf8).split(separator: "\n").map(String.init)
        }
    }

    /// Sets its clock ahead from now on, or behind.
    func setClock(ahead duration: Duration) throws {
        let seconds = "\(duration.components.seconds)"
        try Data(seconds.utf8).write(to: URL(fileURLWithPath: "\(folder)/clock"), options: .atomic)
    }

    func stop() async throws { try await program.stop() }

    private static func address(in file: String, of program: RunningProgram) async throws -> String {
        let deadline = ContinuousClock.now + .far
        while ContinuousClock.now < deadline, program.isRunning {
            if let text = try? String(contentsOfFile: file, encoding: .utf8), text.hasSuffix("\n") {
                return String(text.dropLast())
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Server.NotReady(description: "the upstream did not start: \(program.printed)")
    }

    private static let script = """
        const fs = require('node:fs'), http = require('node:http'), crypto = require('node:crypto')
        const [data, day, own] = process.argv.slice(1)
        const limited = new Set()
        const faultOf = (path) => JSON.parse(fs.readFileSync(`${own}/faults.json`))[path]
        const server = http.createServer((request, response) => {
          fs.appendFileSync(`${own}/asked`, decodeURIComponent(request.url.split('?')[0]) + '\\n')
          serve(request, response)
        })
        const serve = (request, response) => {
          const path = decodeURIComponent(request.url.split('?')[0])
          const fault = faultOf(path)
          if (fault === 'hold') return setTimeout(() => serve(request, response), 20)
          const now = new Date(Date.now() + 1000 * fs.readFileSync(`${own}/clock`)).toUTCString()
          response.setHeader('Date', now)
          response.setHeader('Last-Modified', now)
          const isFile = path.includes('/-/')
          const file = `${data}/upstream${path}${isFile ? '' : `/${day}.json`}`
          const answer = (status, body, fields = {}) => {
            response.writeHead(status, { 'Content-Length': body.length, ...fields })
            response.end(request.method === 'HEAD' ? undefined : body)
          }
          if (fault === 'reset') return request.socket.destroy()
          if (fault === '500') return answer(500, '{"error":"broken"}')
          if (fault === 'html') return answer(200, '<html>sign in</html>', { 'Content-Type': 'text/html' })
          if (fault === '429' && !limited.has(path)) {
            limited.add(path)
            return answer(429, '{}', { 'Retry-After': '1' })
          }
          if (fault === '404' || !fs.existsSync(file)) return answer(404, '{"error":"not_found"}')
          let body = fs.readFileSync(file)
          if (!isFile) body = Buffer.from(body.toString().replaceAll('https://registry.npmjs.org/', `${url}/`))
          if (fault === 'wrong') body[body.length - 1] ^= 1
          const etag = `"${crypto.createHash('sha1').update(body).digest('hex')}"`
          if (request.headers['if-none-match'] === etag) return response.writeHead(304, { ETag: etag }).end()
          const type = isFile ? 'application/octet-stream' : 'application/json'
          response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length, ETag: etag })
          if (request.method === 'HEAD') return response.end()
          if (fault !== 'short') return response.end(body)
          response.write(body.subarray(0, body.length / 2), () => request.socket.destroy())
        }
        let url
        server.listen(0, '127.0.0.1', () => {
          url = `http://127.0.0.1:${server.address().port}`
          fs.writeFileSync(`${own}/url`, url + '\\n')
        })
        """
}
