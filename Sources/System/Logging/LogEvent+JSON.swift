import JSON
import Time

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
