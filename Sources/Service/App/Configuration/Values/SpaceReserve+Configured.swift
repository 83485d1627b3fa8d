import Transfer

/// Written as a share of each file system, `5%`, or as a size: `500MB`, `20GB`, `1TB`.
extension SpaceReserve: ConfigurationValue {
    private static let greatest: Int64 = 1_000_000_000_000_000

    init(configured text: String) throws(ValueProblem) {
        if text.hasSuffix("%") {
            guard let percent = Int(text.dropLast()), (0...50).contains(percent) else {
                throw ValueProblem("is not a share from 0% to 50%")
            }
            self = .percent(percent)
            return
        }
        guard let bytes = ByteUnit.all.bytes(of: text) else {
            let replacement = Int(text).flatMap { (0...50).contains($0) ? "\($0)%" : nil }
            throw ValueProblem("is neither a share such as 5% nor a size such as 20GB", replacement: replacement)
        }
        guard bytes <= Self.greatest else { throw ValueProblem("is not a size from 0kB to 1000TB") }
        self = .bytes(bytes)
    }

    var configured: String {
        switch self {
        case .percent(let percent): "\(percent)%"
        case .bytes(let bytes): ByteUnit.all.text(of: bytes)
        }
    }
}
