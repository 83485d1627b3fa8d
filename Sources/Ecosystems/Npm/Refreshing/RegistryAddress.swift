/// Where an npm registry answers: scheme, host, port, and a path where it has one in front (Artifactory, Nexus).
package struct RegistryAddress: Sendable, Hashable, CustomStringConvertible {
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

    /// Where the packument of a package is: `@babel/core` becomes `@babel%2fcore`.
    func packument(_ name: PackageName) -> String { "\(base)/\(Self.escaped(name))" }

    /// Where a tarball of a package is.
    func tarball(_ file: TarballFileName, of name: PackageName) -> String {
        "\(base)/\(Self.escaped(name))/-/\(Self.percentEncoded(file.string))"
    }

    /// As npm writes it.
    private static func escaped(_ name: PackageName) -> String {
        let parts = name.string.split(separator: "/").map { percentEncoded(String($0), keeping: UInt8(ascii: "@")) }
        return parts.joined(separator: "%2f")
    }

    private static func percentEncoded(_ text: String, keeping kept: UInt8? = nil) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            if isUnreserved(byte) || byte == kept {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%\(digits.count < 2 ? "0" : "")\(digits)"
            }
        }
    }

    /// RFC 3986, section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && !#""<>\^`{|}?#"#.utf8.contains(byte)
    }
}
