/// A file that GNU tar put aside for another one, with `--backup=numbered`: `package.json.~1~`.
struct NumberedBackup: Equatable {
    /// The file that it was.
    let original: String
    /// Counts up: 1 is what was put aside first.
    let number: Int
    let name: String

    /// Reads a name; `nil` for one that tar does not give.
    init?(name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, last.hasPrefix("~"), last.hasSuffix("~") else { return nil }
        let digits = last.dropFirst().dropLast()
        guard let number = Int(digits), number > 0, String(number) == digits else { return nil }
        original = String(name.dropLast(last.count + 1))
        guard !original.isEmpty else { return nil }
        self.number = number
        self.name = name
    }
}
