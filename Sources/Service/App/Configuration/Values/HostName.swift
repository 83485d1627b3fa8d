/// A name by which browsers reach the service, without scheme and port; compared in lower case (RFC 9110 §4.2.3).
package struct HostName: Hashable, Sendable, CustomStringConvertible, ConfigurationValue {
    /// The name in lower case.
    package let string: String

    init(configured text: String) throws(ValueProblem) {
        guard Self.isValid(text) else {
            throw ValueProblem("is not a host name such as packages.example", replacement: Self.host(in: text))
        }
        string = text.lowercased()
    }

    var configured: String { string }

    /// The name in lower case.
    package var description: String { string }

    /// RFC 1123 §2.1: labels of at most 63 letters, digits and dashes, none at their ends, 253 bytes in all.
    private static func isValid(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy(isLabelByte)
            }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The host of what looks like a URL or has a port.
    private static func host(in text: String) -> String? {
        let afterScheme = text.split(separator: "/").drop { $0.hasSuffix(":") }.first ?? ""
        let host = String(afterScheme.prefix { $0 != ":" })
        return host != text && isValid(host) ? host : nil
    }
}
