import HTTPMessages
import HTTPServer

/// Everything that a parser makes of one stream of bytes.
struct ParsedStream: Equatable {
    struct Request: Equatable {
        let head: RequestHead
        var body: [UInt8] = []
        var isWhole = false
    }

    private(set) var requests: [Request] = []
    private(set) var error: HTTPServerError?

    /// Parses `text` in pieces of the given lengths, over and over.
    init(_ text: String, pieces: [Int] = [.max], limits: HTTPLimits = HTTPLimits()) {
        self.init(Array(text.utf8), pieces: pieces, limits: limits)
    }

    init(_ bytes: [UInt8], pieces: [Int] = [.max], limits: HTTPLimits = HTTPLimits()) {
        var parser = RequestParser(limits: limits)
        do {
            var rest = bytes[...]
            var turn = 0
            while !rest.isEmpty {
                parser.append(Array(rest.prefix(pieces[turn % pieces.count])))
                rest = rest.dropFirst(pieces[turn % pieces.count])
                turn += 1
                try advance(&parser)
            }
        } catch {
            self.error = error
        }
    }

    private mutating func advance(_ parser: inout RequestParser) throws(HTTPServerError) {
        while true {
            if requests.last?.isWhole ?? true {
                guard let head = try parser.nextHead() else { return }
                requests.append(Request(head: head))
            }
            switch try parser.nextBodyPart() {
            case .needsMore: return
            case .bytes(let bytes): requests[requests.count - 1].body += bytes
            case .end: requests[requests.count - 1].isWhole = true
            }
        }
    }
}
