extension Duration {
    private static let units: [(letter: Character, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

    /// Reads whole days, hours, minutes or seconds: `180d`, `12h`, `30m`, `45s`; `nil` for anything else.
    package init?(short text: String) {
        guard let unit = Self.units.first(where: { $0.letter == text.last }), text.first?.isNumber == true,
            let count = Int64(text.dropLast()), count <= Int64.max / unit.seconds
        else { return nil }
        self = .seconds(count * unit.seconds)
    }

    /// The text from which the same whole seconds are read.
    package var short: String {
        let seconds = components.seconds
        let unit = Self.units.first { seconds % $0.seconds == 0 }
        return unit.map { "\(seconds / $0.seconds)\($0.letter)" } ?? "\(seconds)s"
    }
}
