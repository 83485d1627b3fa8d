import HTTPMessages

/// Where an upstream answers: scheme, host, port, and the path that all it has lies beneath.
package struct UpstreamAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at the end.
    private let base: String

    /// Reads `http://host:port/path`; `nil` for what is no such address, holds a password, or has a query.
    package init?(_ text: String) {
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty, text.utf8.count <= 2000, rest.utf8.allSatisfy(Self.isPlain), !host.contains("@") else {
            return nil
        }
        var base = scheme + rest
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
    }

    package var description: String { base }

    /// The address of a file beneath it, each part of whose path is percent-encoded.
    package func file(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return "\(base)/" + parts.map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && !#""<>\^`{|}?#"#.utf8.contains(byte)
    }
}
