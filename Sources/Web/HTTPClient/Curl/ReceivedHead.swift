import HTTPMessages

/// The head of an answer as libcurl hands it over, line by line.
///
/// An interim answer (1xx) is replaced by the next one.
struct ReceivedHead {
    private var status = HTTPStatus.internalServerError
    private var fields = HTTPFields()
    private var size = 0
    /// Whether the empty line after the fields has come.
    ///
    /// libcurl itself takes a head that breaks off for a whole one.
    private(set) var isComplete = false

    /// Heads of more bytes are refused.
    private static let limit = 256 * 1024

    var value: ClientResponseHead { ClientResponseHead(status: status, fields: fields) }

    /// Takes a line with its end; false when it cannot be one of a head.
    mutating func take(_ line: [UInt8]) -> Bool {
        size += line.count
        guard size <= Self.limit else { return false }
        if line.starts(with: "HTTP/".utf8) { return takeStatus(line) }
        let text = line.prefix { $0 != 0x0D && $0 != 0x0A }
        if text.isEmpty { isComplete = true }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let value = text[(colon + 1)...].drop(while: \.isBlank)
        let end = value.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? value.startIndex
        if let name = HTTPFieldName(validating: String(decoding: text[..<colon], as: UTF8.self)) {
            fields.append(name, String(decoding: value[..<end], as: UTF8.self))
        }
        return true
    }

    private mutating func takeStatus(_ line: [UInt8]) -> Bool {
        let words = line.split(maxSplits: 2) { $0 == 0x20 || $0 == 0x0D || $0 == 0x0A }
        guard words.count >= 2, let code = Int(String(decoding: words[1], as: UTF8.self)) else { return false }
        guard (100...999).contains(code) else { return false }
        status = HTTPStatus(code)
        fields = HTTPFields()
        isComplete = false
        return true
    }
}
