import HTTPMessages
import HTTPServer
import TestSupport
import Testing

/// Requests that were changed: whatever comes out is what a strict reader may take of them.
///
/// `FuzzRun` says how to let it run for long.
@Suite("The parser of requests", .ends) struct RequestFuzzTests {
    /// Small ones, so that inputs come there.
    private static let limits = {
        var limits = HTTPLimits()
        (limits.targetBytes, limits.methodBytes, limits.headBytes, limits.fieldCount) = (120, 12, 400, 8)
        (limits.chunkLineBytes, limits.chunkExtensionBytes) = (40, 60)
        return limits
    }()

    @Test("gives the same however bytes are cut, takes only what is sound, and is bounded")
    func requests() throws {
        for (name, bytes) in try Corpus.inputs("http-request") { check(bytes, name, pieces: [2, 3, 5]) }
        try FuzzRun("http-request", 2500).each { random in
            var bytes = Array(random.pick(RequestSeeds.all).utf8)
            if random.once(in: 3) { bytes += Array(random.pick(RequestSeeds.all).utf8) }
            HTTPMutation.mutate(&bytes, with: &random)
            return bytes
        } try: { input, number in
            var random = FuzzRun.generator(number)
            check(input, "\(number)", pieces: HTTPMutation.cuts(of: input.count, with: &random))
        }
    }

    private func check(_ input: [UInt8], _ what: String, pieces: [Int]) {
        let cuts = pieces.isEmpty ? [1] : pieces
        for limits in [HTTPLimits(), Self.limits] {
            let whole = ParsedStream(input, limits: limits)
            #expect(ParsedStream(input, pieces: [1], limits: limits) == whole, "\(what), byte by byte")
            #expect(ParsedStream(input, pieces: cuts, limits: limits) == whole, "\(what), in pieces")
            #expect(whole.requests.reduce(0) { $0 + $1.body.count } <= input.count, "\(what)")
            for request in whole.requests { expectSound(request, what, limits) }
            if let error = whole.error { #expect((400..<600).contains(error.status.code), "\(what): \(error)") }
        }
        expectBounded(input, what)
    }

    private func expectSound(_ request: ParsedStream.Request, _ what: String, _ limits: HTTPLimits) {
        let head = request.head
        #expect(head.method.name.utf8.count <= limits.methodBytes && head.fields.count <= limits.fieldCount, "\(what)")
        #expect(head.target.raw.utf8.count <= limits.targetBytes, "\(what)")
        for field in head.fields {
            let isPlain = field.value.utf8.allSatisfy(\.isFieldValueCharacter)
            #expect(isPlain && field.name.description.utf8.allSatisfy(\.isTokenCharacter), "\(what): \(field)")
        }
        expectPlainFraming(request, what)
        let again = ParsedStream(Self.written(head))
        #expect(again.requests.first?.head == head && again.error == nil, "\(what): \(head) is read as \(again)")
    }

    /// What any reader would take for the end of the message, if it knows no more than the RFC.
    private func expectPlainFraming(_ request: ParsedStream.Request, _ what: String) {
        let head = request.head
        let lengths = Self.values("content-length", head)
        let codings = Self.values("transfer-encoding", head).map { $0.lowercased() }
        let hosts = Self.values("host", head)
        #expect(hosts.count == 1 || (hosts.isEmpty && head.isHTTP10), "\(what): \(hosts)")
        switch head.framing {
        case .chunked: #expect(codings == ["chunked"] && lengths.isEmpty && !head.isHTTP10, "\(what): \(head.fields)")
        case .length(let count):
            let digits = lengths.first.map { $0.utf8.allSatisfy(\.isDigit) && Int64($0) == count }
            #expect(codings.isEmpty && lengths.count == 1 && digits == true && count > 0, "\(what): \(head.fields)")
            if request.isWhole { #expect(Int64(request.body.count) == count, "\(what)") }
        case .none:
            let isNought = lengths.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 == 0x30 } }
            #expect(
                codings.isEmpty && lengths.count <= 1 && isNought && request.body.isEmpty,
                "\(what): \(head.fields)"
            )
        }
    }

    /// What has no end is refused while it is short, unless it is the body of a request that was taken.
    private func expectBounded(_ input: [UInt8], _ what: String) {
        let endless = ParsedStream(input + [UInt8](repeating: 0x61, count: 1000), pieces: [64], limits: Self.limits)
        let isInBody = endless.requests.last.map { !$0.isWhole } ?? false
        #expect(endless.error != nil || isInBody, "\(what): nothing is said of 1000 bytes without an end")
    }

    private static func values(_ name: String, _ head: RequestHead) -> [String] {
        head.fields.filter { $0.name.canonical == name }.map(\.value)
    }

    /// A head as it is written without any freedom.
    private static func written(_ head: RequestHead) -> [UInt8] {
        let line = "\(head.method.name) \(head.target.raw) HTTP/1.\(head.isHTTP10 ? 0 : 1)\r\n"
        let fields = head.fields.map { "\($0.name):\($0.value)\r\n" }.joined()
        return Array("\(line)\(fields)\r\n".utf8)
    }
}
