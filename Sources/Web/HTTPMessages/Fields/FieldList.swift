/// Comma-separated lists and their parameters inside field values (RFC 9110 §5.6.1, §5.6.6).
package enum FieldList {
    /// The members between the commas, trimmed, without the empty ones; commas inside quotes do not part.
    package static func elements(of value: String) -> [String] { parts(of: value, separator: UInt8(ascii: ",")) }

    /// The parts between the semicolons, trimmed, without the empty ones; those inside quotes do not part.
    package static func parameters(of element: String) -> [String] {
        parts(of: element, separator: UInt8(ascii: ";"))
    }

    /// What stands on both sides of the first `=`: the name in lower case, the value without quotes.
    package static func pair(_ parameter: String) -> (name: String, value: String)? {
        guard let equals = parameter.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = parameter[..<equals]
        let value = parameter[parameter.utf8.index(after: equals)...]
        return (name.lowercased(), unquoted(Array(value.utf8)))
    }

    /// The `q` among parameters, in thousandths from 0 to 1000 (RFC 9110 §12.4.2).
    ///
    /// It is 1000 where there is none; what does not follow the grammar counts as not wanted.
    package static func quality(in parameters: some Sequence<String>) -> Int {
        parameters.lazy.compactMap { pair($0) }.first { $0.name == "q" }.map { thousandths($0.value) } ?? 1000
    }

    private static func thousandths(_ text: String) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), whole == 0 || whole == 1 else { return 0 }
        guard parts.count == 2 else { return whole * 1000 }
        guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy(\.isDigit) else { return 0 }
        let padded = parts[1] + String(repeating: "0", count: 3 - parts[1].utf8.count)
        return min(1000, whole * 1000 + (Int(padded) ?? 0))
    }

    private static func parts(of value: String, separator: UInt8) -> [String] {
        var found: [String] = []
        var part: [UInt8] = []
        var quoted = false
        var escaped = false
        for byte in value.utf8 {
            if byte == separator, !quoted {
                append(part, to: &found)
                part.removeAll(keepingCapacity: true)
                continue
            }
            part.append(byte)
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\"), quoted {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            }
        }
        append(part, to: &found)
        return found
    }

    private static func append(_ part: [UInt8], to found: inout [String]) {
        guard let first = part.firstIndex(where: { !$0.isBlank }) else { return }
        guard let last = part.lastIndex(where: { !$0.isBlank }) else { return }
        found.append(String(decoding: part[first...last], as: UTF8.self))
    }

    private static func unquoted(_ bytes: [UInt8]) -> String {
        let quote = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var plain: [UInt8] = []
        var escaped = false
        for byte in bytes[1..<(bytes.count - 1)] {
            if byte == UInt8(ascii: "\\"), !escaped {
                escaped = true
            } else {
                plain.append(byte)
                escaped = false
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
