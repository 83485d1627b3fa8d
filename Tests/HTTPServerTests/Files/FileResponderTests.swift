import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// One request for a file of 1000 bytes and what must come back.
struct FileCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = HTTPMethod.GET
    let fields: HTTPFields
    let status: Int
    var range: Range<Int64>? = 0..<1000
    var contentRange: String?

    init(
        _ name: String,
        _ fields: HTTPFields,
        _ status: Int,
        _ range: Range<Int64>? = nil,
        contentRange: String? = nil,
        method: HTTPMethod = .GET
    ) {
        testDescription = name
        self.method = method
        self.fields = fields
        self.status = status
        self.range = range
        self.contentRange = contentRange
    }

    static let modified = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let before = "Sun, 06 Nov 1994 08:49:36 GMT"
    static let after = "Sun, 06 Nov 1994 08:49:38 GMT"

    static let all: [FileCase] = [
        FileCase("whole", [:], 200, 0..<1000),
        FileCase("first bytes", [.range: "bytes=0-9"], 206, 0..<10, contentRange: "bytes 0-9/1000"),
        FileCase("from an offset", [.range: "bytes=990-"], 206, 990..<1000, contentRange: "bytes 990-999/1000"),
        FileCase("last bytes", [.range: "bytes=-10"], 206, 990..<1000, contentRange: "bytes 990-999/1000"),
        FileCase("more than there are", [.range: "bytes=0-9999"], 206, 0..<1000, contentRange: "bytes 0-999/1000"),
        FileCase("beyond the end", [.range: "bytes=1000-"], 416, contentRange: "bytes */1000"),
        FileCase("no last bytes", [.range: "bytes=-0"], 416, contentRange: "bytes */1000"),
        FileCase("several ranges", [.range: "bytes=0-1,5-6"], 200, 0..<1000),
        FileCase("a broken range", [.range: "bytes=9-1"], 200, 0..<1000),
        FileCase("another unit", [.range: "lines=0-1"], 200, 0..<1000),
        FileCase("a range for HEAD", [.range: "bytes=0-9"], 200, 0..<1000, method: .HEAD),
        FileCase(
            "If-Range, same",
            [.range: "bytes=0-9", .ifRange: "\"v1\""],
            206,
            0..<10,
            contentRange: "bytes 0-9/1000"
        ),
        FileCase("If-Range, other", [.range: "bytes=0-9", .ifRange: "\"v2\""], 200, 0..<1000),
        FileCase("If-Range, weak", [.range: "bytes=0-9", .ifRange: "W/\"v1\""], 200, 0..<1000),
        FileCase(
            "If-Range, date",
            [.range: "bytes=0-9", .ifRange: modified],
            206,
            0..<10,
            contentRange: "bytes 0-9/1000"
        ),
        FileCase("If-Range, older date", [.range: "bytes=0-9", .ifRange: before], 200, 0..<1000),
        FileCase("If-Range, nonsense", [.range: "bytes=0-9", .ifRange: "x"], 200, 0..<1000),
        FileCase("If-Range, other, range beyond the end", [.range: "bytes=1000-", .ifRange: "\"v2\""], 200, 0..<1000),
        FileCase("If-None-Match, same", [.ifNoneMatch: "\"v1\""], 304),
        FileCase("If-None-Match, weak", [.ifNoneMatch: "W/\"v1\""], 304),
        FileCase("If-None-Match, in a list", [.ifNoneMatch: "\"v0\", \"v1\""], 304),
        FileCase("If-None-Match, any", [.ifNoneMatch: "*"], 304),
        FileCase("If-None-Match, other", [.ifNoneMatch: "\"v2\""], 200, 0..<1000),
        FileCase("If-None-Match for HEAD", [.ifNoneMatch: "\"v1\""], 304, method: .HEAD),
        FileCase("If-None-Match for POST", [.ifNoneMatch: "\"v1\""], 412, method: .POST),
        FileCase("If-None-Match outranks a date", [.ifNoneMatch: "\"v2\"", .ifModifiedSince: after], 200, 0..<1000),
        FileCase("If-None-Match outranks a range", [.ifNoneMatch: "\"v1\"", .range: "bytes=0-9"], 304),
        FileCase("If-Modified-Since, same", [.ifModifiedSince: modified], 304),
        FileCase("If-Modified-Since, later", [.ifModifiedSince: after], 304),
        FileCase("If-Modified-Since, earlier", [.ifModifiedSince: before], 200, 0..<1000),
        FileCase("If-Modified-Since, nonsense", [.ifModifiedSince: "x"], 200, 0..<1000),
        FileCase("If-Match, same", [.ifMatch: "\"v1\""], 200, 0..<1000),
        FileCase("If-Match, any", [.ifMatch: "*"], 200, 0..<1000),
        FileCase("If-Match, weak", [.ifMatch: "W/\"v1\""], 412),
        FileCase("If-Match, other", [.ifMatch: "\"v2\""], 412),
        FileCase("If-Match outranks If-None-Match", [.ifMatch: "\"v2\"", .ifNoneMatch: "\"v1\""], 412),
        FileCase("If-Unmodified-Since, same", [.ifUnmodifiedSince: modified], 200, 0..<1000),
        FileCase("If-Unmodified-Since, earlier", [.ifUnmodifiedSince: before], 412),
        FileCase("If-Match outranks a date", [.ifMatch: "\"v1\"", .ifUnmodifiedSince: before], 200, 0..<1000),
    ]
}

@Suite("Files", .temporaryDirectory)
struct FileResponderTests {
    private func responder(size: Int64 = 1000) throws -> FileResponder {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write([UInt8](repeating: 7, count: Int(size)), to: RelativePath("f"), in: folder)
        return FileResponder(
            OpenFile(try folder.open(RelativePath("f"))),
            size: size,
            type: .octetStream,
            etag: EntityTag("v1"),
            lastModified: HTTPDate(parsing: FileCase.modified),
            fields: [.cacheControl: "no-cache", .reprDigest: "sha-512=:abc=:"]
        )
    }

    @Test("a request's conditions and range decide (RFC 9110 §13.2.2, §14)", arguments: FileCase.all)
    func outcome(row: FileCase) throws {
        let request = try HTTPRequest(row.method, RequestTarget("/f"), fields: row.fields)
        do {
            let response = try responder().respond(to: request)
            #expect(response.status.code == row.status)
            #expect(response.fields[.contentRange] == row.contentRange)
            guard case .file(let body) = response.body else {
                #expect(row.range == nil)
                return
            }
            #expect(body.range == row.range)
        } catch let error as HTTPServerError {
            #expect(error.status.code == row.status)
            #expect(error.fields[.contentRange] == row.contentRange)
        }
    }

    @Test("a 304 repeats the validators and says nothing of content (RFC 9110 §15.4.5)")
    func notModified() throws {
        let request = try HTTPRequest(.GET, RequestTarget("/f"), fields: [.ifNoneMatch: "*"])
        let fields = try responder().respond(to: request).fields
        #expect(fields[.etag] == "\"v1\"")
        #expect(fields[.lastModified] == FileCase.modified)
        #expect(fields[.cacheControl] == "no-cache")
        #expect(!fields.contains(.contentType) && !fields.contains(.reprDigest) && !fields.contains(.acceptRanges))
    }

    @Test("a 200 says that ranges are served")
    func whole() throws {
        let fields = try responder().respond(to: HTTPRequest(.GET, RequestTarget("/f"))).fields
        #expect(fields[.acceptRanges] == "bytes")
        #expect(fields[.contentType] == "application/octet-stream")
        #expect(fields[.reprDigest] == "sha-512=:abc=:")
    }

    @Test("an empty file is served whole and has no range")
    func empty() throws {
        #expect(try responder(size: 0).respond(to: HTTPRequest(.GET, RequestTarget("/f"))).status == .ok)
        let request = try HTTPRequest(.GET, RequestTarget("/f"), fields: [.range: "bytes=0-"])
        let error = #expect(throws: HTTPServerError.self) { try responder(size: 0).respond(to: request) }
        #expect(error?.fields[.contentRange] == "bytes */0")
    }
}
