/// A text with its signature in one file, as `InRelease` is (RFC 9580 §7).
enum ClearSignature {
    private static let begin = "-----BEGIN PGP SIGNED MESSAGE-----"
    private static let armor = OpenPGPArmor.signature

    /// Refuses what is not exactly one signed text and nothing beside it: what stood there would be read by somebody, and
    /// is signed by nobody.
    static func check(_ bytes: [UInt8], _ subject: String) throws(APTError) {
        try ForeignBody.refuse(bytes, subject)
        let marks = marks(in: bytes)
        guard marks.contains(where: { $0.text == begin }) else {
            throw APTError(.unsigned, subject, "is not signed", hint: "It must begin with \(begin)")
        }
        guard marks.map(\.text) == [begin, armor.first, armor.last] else {
            throw APTError(
                .malformed,
                subject,
                "is not one signed text: its parts are out of order, twice there or missing"
            )
        }
        guard marks[0].start == 0, bytes[marks[2].end...].allSatisfy(\.isSpace) else {
            throw APTError(.malformed, subject, "has text before or after what is signed")
        }
        guard DetachedSignature.packets(bytes[marks[1].start...]) != nil else {
            throw APTError(.malformed, subject, "has something else in its signature's place")
        }
    }

    /// The lines that begin with five dashes: within the text they are escaped.
    private static func marks(in bytes: [UInt8]) -> [(text: String, start: Int, end: Int)] {
        let dashes = Array("-----".utf8)
        return bytes.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: dashes) }.map { line in
            (String(decoding: line.trimmed, as: UTF8.self), line.startIndex, line.endIndex)
        }
    }
}
