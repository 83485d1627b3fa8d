import Archives
import Testing

/// One hostile or foreign stream and the rule that must refuse it.
struct Attack: CustomTestStringConvertible, Sendable {
    let title: String
    let bytes: [UInt8]
    let code: ArchiveError.Code

    init(_ title: String, _ bytes: [UInt8], _ code: ArchiveError.Code) {
        self.title = title
        self.bytes = bytes
        self.code = code
    }

    var testDescription: String { title }
}

/// Whether `text` can be printed on one line of a terminal without moving it.
func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
}
