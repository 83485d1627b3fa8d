import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// Ranges that were changed, at files of several sizes.
///
/// `FuzzRun` says how to let it run for long.
@Suite("Ranges", .temporaryDirectory, .ends) struct RangeFuzzTests {
    private static let seeds = [
        "bytes=0-", "bytes=0-0", "bytes=10-19", "bytes=-5", "bytes=999-", "bytes=0-9223372036854775807", "bytes= 1-2 ",
        "bytes=0-1,5-6", "BYTES=3-", "lines=1-2", "bytes=9223372036854775808-", "bytes=5-4", "bytes=-0",
    ]
    private static let tag = EntityTag("abc")

    @Test("give bytes of the file and none beyond it, the same that their answer names")
    func ranges() throws {
        let files = try [0, 1, 20, 1000].map(Self.file)
        for (name, bytes) in try Corpus.inputs("http-range") { try check(bytes, name, files) }
        try FuzzRun("http-range", 4000).each { random in
            var bytes = Array(random.pick(Self.seeds).utf8)
            HTTPMutation.mutate(&bytes, with: &random)
            return bytes
        } try: { input, number in
            try check(input, "\(number)", files)
        }
    }

    private static func file(_ size: Int) throws -> (OpenFile, Int64) {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write([UInt8](repeating: 7, count: size), to: RelativePath("f\(size)"), in: folder)
        return (OpenFile(try folder.open(RelativePath("f\(size)"))), Int64(size))
    }

    private func check(_ input: [UInt8], _ what: String, _ files: [(OpenFile, Int64)]) throws {
        let text = String(decoding: input.filter(\.isFieldValueCharacter), as: UTF8.self)
        let range = ByteRange(parsing: text)
        if let range { #expect(ByteRange(parsing: range.description) == range, "\(what): \(text)") }
        for (file, size) in files {
            let responder = FileResponder(file, size: size, type: .octetStream, etag: Self.tag, lastModified: nil)
            let request = HTTPRequest(.GET, try RequestTarget("/f"), fields: [.range: text])
            do throws(HTTPServerError) {
                try expectWithin(responder.respond(to: request), range, size, "\(what): \(text) of \(size)")
            } catch {
                #expect(error.code == .rangeNotSatisfiable && range != nil, "\(what): \(text): \(error)")
                #expect(error.fields[.contentRange] == "bytes */\(size)", "\(what)")
            }
        }
    }

    private func expectWithin(_ response: HTTPResponse, _ range: ByteRange?, _ size: Int64, _ what: String) {
        guard case .file(let part) = response.body else {
            Issue.record("\(what) has no file")
            return
        }
        guard range != nil else {
            #expect(response.status == .ok && part.range == 0..<size, "\(what)")
            return
        }
        #expect(response.status == .partialContent, "\(what)")
        #expect(
            part.range.lowerBound >= 0 && part.range.upperBound <= size && !part.range.isEmpty,
            "\(what): \(part.range)"
        )
        let said = response.fields[.contentRange].flatMap { ContentRange(parsing: $0) }
        #expect(said == ContentRange(part.range, size: size), "\(what)")
    }
}
