/// One event of a stream (WHATWG HTML, server-sent events).
package struct ServerSentEvent: Sendable {
    private let id: String?
    private let name: String?
    private let data: String

    /// Describes an event.
    ///
    /// The browser sends the last `id` back when it connects again.
    ///
    /// Line ends in `data` arrive as line feeds; in `id` and `name` they become spaces.
    package init(id: String? = nil, name: String? = nil, data: String) {
        self.id = id
        self.name = name
        self.data = data
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        if let id { append("id", id, to: &bytes) }
        if let name { append("event", name, to: &bytes) }
        for line in lines { append("data", line, to: &bytes) }
        bytes.append(0x0A)
        return bytes
    }

    /// CR LF is one character of Swift's.
    private var lines: [Substring] {
        data.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    }

    private func append(_ field: String, _ value: some StringProtocol, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\(field): ".utf8)
        bytes.append(contentsOf: value.utf8.map { $0 == 0x0A || $0 == 0x0D || $0 == 0 ? 0x20 : $0 })
        bytes.append(0x0A)
    }
}
