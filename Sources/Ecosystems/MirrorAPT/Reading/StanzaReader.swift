package import Archives

/// Reads a control file stanza by stanza, as apt does, in memory of one stanza.
///
/// An empty line ends a stanza, one of spaces goes on with the field before it; a carriage return at the end of a line
/// is space. Lines that begin with `#` are comments, of which apt knows none in lists. The last line needs no end.
package final class StanzaReader {
    /// More than any stanza of the public archives has: Releases of 300 KiB are the longest.
    package static let longestStanza = 8 << 20
    /// More than any stanza has fields.
    package static let mostFields = 1000
    /// About as many as stanzas of packages have.
    private static let usualFields = 28
    private static let pieceBytes = 256 << 10

    private let source: any ByteSource
    private let subject: String
    private var piece = [UInt8](repeating: 0, count: pieceBytes)
    private var pending: [UInt8] = []
    /// Where the stanza begins in `pending`; all other places are counted from there.
    private var start = 0
    /// Lines that were read so far.
    private var line = 0
    private var isOver = false

    /// Reads what `source` gives; `subject` names it in messages.
    package init(_ source: any ByteSource, subject: String) {
        self.source = source
        self.subject = subject
    }

    /// The next stanza; `nil` at the end.
    ///
    /// - Throws: `malformed` with the number of the line, `tooLarge`, or what reading throws.
    package func next() throws -> Stanza? {
        var (at, firstLine) = (0, line + 1)
        var fields: [Stanza.Field] = []
        fields.reserveCapacity(Self.usualFields)
        while let end = try lineEnd(at) {
            line += 1
            let text = StanzaLine(pending[(start + at)..<(start + end)])
            switch text.kind {
            case .empty where fields.isEmpty:
                start += end
                (at, firstLine) = (0, line + 1)
                continue
            case .empty: return take(fields, at, through: end, firstLine)
            case .comment: break
            // Spaces between stanzas are nothing; else it would be the rest of a field that is not there.
            case .further where fields.isEmpty:
                guard text.isBlank else { throw malformed("goes on with a field, and there is none before it") }
            case .further: Self.extend(&fields[fields.count - 1], from: at, to: end)
            case .field:
                guard let field = text.field(from: start) else {
                    throw malformed("is no field: it has no name and colon")
                }
                fields.append(field)
            }
            at = end
            guard fields.count <= Self.mostFields, at <= Self.longestStanza else { throw tooLarge(firstLine) }
        }
        return fields.isEmpty ? nil : take(fields, at, through: at, firstLine)
    }

    private func take(_ fields: [Stanza.Field], _ count: Int, through end: Int, _ line: Int) -> Stanza {
        defer { start += end }
        return Stanza(bytes: Array(pending[start..<(start + count)]), line: line, subject: subject, fields: fields)
    }

    private static func extend(_ field: inout Stanza.Field, from at: Int, to end: Int) {
        if field.end != at { field.isCommented = true }
        field.end = UInt32(end)
    }

    /// Where the line that begins at `at` ends; `nil` where there is none.
    private func lineEnd(_ at: Int) throws -> Int? {
        var searched = at
        while true {
            if let newline = pending[(start + searched)...].firstIndex(of: UInt8(ascii: "\n")) {
                return newline + 1 - start
            }
            searched = pending.count - start
            guard searched <= Self.longestStanza else { throw tooLarge(line + 1) }
            guard try refill() else { return searched > at ? searched : nil }
        }
    }

    private func refill() throws -> Bool {
        guard !isOver else { return false }
        let count = try source.read(into: &piece)
        isOver = count == 0
        pending.removeSubrange(..<start)
        start = 0
        pending += piece[..<count]
        return !isOver
    }

    private func malformed(_ cause: String) -> APTError { APTError(.malformed, "\(subject), line \(line),", cause) }

    private func tooLarge(_ line: Int) -> APTError {
        APTError(.tooLarge, "\(subject), line \(line),", "begins a stanza of more than \(Self.longestStanza >> 20) MiB")
    }
}
