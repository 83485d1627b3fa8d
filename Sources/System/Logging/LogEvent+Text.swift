import Time

extension LogEvent {
    var text: String {
        let fields = sortedFields.map { " \(Self.printable($0.key))=\(Self.quoted($0.value))" }.joined()
        return "\(time) \(paddedLevel) \(Self.printable(label)): \(Self.printable(message))\(fields)\n"
    }

    private var paddedLevel: String {
        let name = level.rawValue.uppercased()
        return name + String(repeating: " ", count: 7 - name.count)
    }

    private static func quoted(_ value: String) -> String {
        let needsQuotes = value.isEmpty || value.utf8.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }
        guard needsQuotes else { return printable(value) }
        return
            "\"\(printable(value).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
    }

    // A name from an archive or a request must not be able to move the cursor, end the line or turn the text around.
    private static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        return text.unicodeScalars.map { isHarmful($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0) }.joined()
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x7F || scalar.value < 0x20 else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
