import JSON
import Time

/// How an event becomes a line.
package enum LogFormat: String, Sendable, CaseIterable {
    /// For eyes: `2026-11-21T01:30:00.123Z INFO    jobs: started id=7 kind="diff build"`.
    case text
    /// For programs: `{"time":…,"level":"info","label":…,"message":…,"id":"7"}`.
    case json

    /// The event on one line with its line feed, whatever the texts in it hold.
    package func line(for event: LogEvent) -> [UInt8] {
        switch self {
        case .text: Array(event.text.utf8)
        case .json: event.json
        }
    }
}

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

extension LogEvent {
    private static let ownNames: Set<String> = ["time", "level", "label", "message"]

    var json: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("time", time.description)
        writer.member("level", level.rawValue)
        writer.member("label", label)
        writer.member("message", message)
        // No name may be there twice: a field that is called as one of ours steps aside.
        for (name, value) in sortedFields { writer.member(Self.ownNames.contains(name) ? "_\(name)" : name, value) }
        writer.endObject()
        return Self.withoutDelete(writer.finish()) + [0x0A]
    }

    /// DEL may stand in JSON as it is (RFC 8259 §7), but a log is also read in terminals.
    private static func withoutDelete(_ line: [UInt8]) -> [UInt8] {
        guard line.contains(0x7F) else { return line }
        return line.flatMap { $0 == 0x7F ? Array("\\u007f".utf8) : [$0] }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }
}
