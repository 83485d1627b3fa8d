import Transfer

/// Written as a share of each file system, `5%`, or as a size: `500MB`, `20GB`, `1TB`.
extension SpaceReserve: ConfigurationValue {
    private static let units: [(name: String, bytes: Int64)] = [
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000),
    ]
    private static let greatest: Int64 = 1_000_000_000_000_000

    init(configured text: String) throws(ValueProblem) {
        if text.hasSuffix("%") {
            guard let percent = Int(text.dropLast()), (0...50).contains(percent) else {
                throw ValueProblem("is not a share from 0% to 50%")
            }
            self = .percent(percent)
            return
        }
        let unit = Self.units.first { text.lowercased().hasSuffix($0.name.lowercased()) }
        let digits = text.dropLast(2)
        guard let unit, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            let replacement = Int(text).flatMap { (0...50).contains($0) ? "\($0)%" : nil }
            throw ValueProblem("is neither a share such as 5% nor a size such as 20GB", replacement: replacement)
        }
        let (bytes, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit.bytes)
        guard !overflow, bytes <= Self.greatest else { throw ValueProblem("is not a size from 0kB to 1000TB") }
        self = .bytes(bytes)
    }

    var configured: String {
        switch self {
        case .percent(let percent): return "\(percent)%"
        case .bytes(let bytes):
            let unit = Self.units.first { bytes > 0 && bytes % $0.bytes == 0 }
            return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes / 1000)kB"
        }
    }
}
