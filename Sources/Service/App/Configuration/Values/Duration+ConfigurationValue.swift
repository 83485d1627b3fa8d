/// Written as whole days, hours, minutes or seconds: `180d`, `12h`, `30m`, `45s`.
extension Duration: ConfigurationValue {
    private static let units: [(letter: Character, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
    private static let longest: Int64 = 36_500 * 86_400

    init(configured text: String) throws(ValueProblem) {
        guard let unit = Self.units.first(where: { $0.letter == text.last }),
            let count = Int64(text.dropLast()), text.first?.isNumber == true
        else {
            let replacement = Int64(text).flatMap { $0 > 0 ? "\($0)d" : nil }
            throw ValueProblem("is not a time such as 180d, 12h, 30m or 45s", replacement: replacement)
        }
        guard count > 0, count <= Self.longest / unit.seconds else {
            throw ValueProblem("is not a time from 1s to \(Self.longest / 86_400)d")
        }
        self = .seconds(count * unit.seconds)
    }

    var configured: String {
        let seconds = components.seconds
        let unit = Self.units.first { seconds % $0.seconds == 0 }
        return unit.map { "\(seconds / $0.seconds)\($0.letter)" } ?? "\(seconds)s"
    }
}
