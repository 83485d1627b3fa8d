/// The name of one part of an archive: `diff-202611210130.tar.zst.001`.
///
/// Whatever came before the digits is what the archive is called; `cat NAME.[0-9]*` puts parts together in their order.
struct PartName: Hashable, Comparable, Sendable {
    /// How many parts an archive may have: three digits, from 001.
    static let most = 999
    private static let digits = 3

    /// What the whole is called.
    let archive: String
    /// From 1.
    let number: Int

    init(_ archive: String, _ number: Int) {
        self.archive = archive
        self.number = number
    }

    /// Reads a file name; `nil` when it is not one of a part.
    init?(file: String) {
        guard let dot = file.lastIndex(of: "."), file[..<dot].hasSuffix(ArtifactName.ending) else { return nil }
        let digits = file[dot...].dropFirst()
        guard digits.utf8.count == Self.digits, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(digits), number > 0
        else { return nil }
        self.init(String(file[..<dot]), number)
    }

    /// The file of the part.
    var file: String {
        let text = String(number)
        return "\(archive).\(String(repeating: "0", count: Self.digits - text.utf8.count))\(text)"
    }

    static func < (one: PartName, other: PartName) -> Bool {
        (one.archive, one.number) < (other.archive, other.number)
    }
}
