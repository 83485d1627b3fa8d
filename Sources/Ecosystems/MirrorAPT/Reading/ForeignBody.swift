/// What a server, or something before it, sends in place of a file.
enum ForeignBody {
    static let hint = "Open its address in a browser: a portal, a proxy or a moved repository may answer in its place"

    /// Refuses what is no control file: a web page, JSON, bytes, nothing.
    static func refuse(_ bytes: [UInt8], _ subject: String) throws(APTError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        switch bytes.first(where: { !$0.isSpace && !mark.contains($0) }) {
        case nil: throw APTError(.foreign, subject, "is empty", hint: hint)
        case UInt8(ascii: "<"):
            throw APTError(.foreign, subject, "is a web page: something answered in the repository's place", hint: hint)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            throw APTError(.foreign, subject, "is JSON: something answered in the repository's place", hint: hint)
        default: break
        }
        guard !bytes.prefix(4096).contains(0) else {
            throw APTError(.foreign, subject, "is no text", hint: hint)
        }
    }
}
