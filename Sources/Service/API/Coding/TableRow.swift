import JSON

/// What can be a row of a table in CSV (RFC 4180).
package protocol TableRow: Encodable {
    /// The members that are its columns, in order; dots lead into objects: `counts.bytes`.
    static var columnNames: [String] { get }
}

extension TableRow {
    /// The first line of a table, which names its columns.
    package static var header: [UInt8] { TableText.line(columnNames) }

    /// Its line.
    package var line: [UInt8] {
        get throws {
            let document = try JSONEncoder().value(of: self)
            return TableText.line(Self.columnNames.map { TableText.cell(document.member(at: $0)) })
        }
    }
}

/// The text of a table.
enum TableText {
    static func line(_ cells: [String]) -> [UInt8] {
        Array(cells.map(quoted).joined(separator: ",").utf8) + [0x0D, 0x0A]
    }

    /// The text of a value: nothing for null, elements parted by spaces, anything deeper as JSON.
    static func cell(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): harmless(text)
        case .array(let elements): harmless(elements.map { $0.stringValue ?? text(of: $0) }.joined(separator: " "))
        case .some(let value): text(of: value)
        }
    }

    private static func text(of value: JSONValue) -> String { String(decoding: value.encoded(), as: UTF8.self) }

    /// Programs for tables take what begins so for a formula and work it out, whoever wrote it.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
        return "'\(text)"
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.utf8.contains { byte in [0x22, 0x2C, 0x0A, 0x0D].contains(byte) }
        return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
}

extension JSONValue {
    /// What lies at the end of a path of members.
    fileprivate func member(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(self)) { value, name in value?[String(name)] }
    }
}
