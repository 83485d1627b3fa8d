/// The words somebody searches for, matched against package names.
struct SearchText: Sendable {
    /// How well a name answers, best first.
    enum Grade: Int, Comparable, Sendable {
        case exact, prefix, part

        static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }

        /// The same as a score between 0 and 1, as the public registry gives.
        var score: Double {
            switch self {
            case .exact: 1
            case .prefix: 0.75
            case .part: 0.5
            }
        }
    }

    private let words: [[UInt8]]

    /// Takes words between blanks, in any case, up to sixteen of them; without any, every name matches.
    init(_ text: String) {
        words = text.lowercased().utf8.split(whereSeparator: \.isBlank).prefix(16).map(Array.init)
    }

    /// The names that hold every word, the best first, then the shorter, then by bytes.
    func matches(in names: [PackageName]) -> [(name: PackageName, grade: Grade)] {
        let found = names.compactMap { name in grade(of: name).map { (name: name, grade: $0) } }
        return found.sorted { left, right in
            if left.grade != right.grade { return left.grade < right.grade }
            let (short, long) = (left.name.string.utf8.count, right.name.string.utf8.count)
            return short == long ? left.name < right.name : short < long
        }
    }

    private func grade(of name: PackageName) -> Grade? {
        guard let first = words.first else { return .part }
        let text = name.string.utf8.map(\.lowercased)
        guard words.allSatisfy({ text.containsRun($0) }) else { return nil }
        if text == first { return .exact }
        let base = name.baseName.utf8.map(\.lowercased)
        return text.starts(with: first) || base.starts(with: first) ? .prefix : .part
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}

extension [UInt8] {
    fileprivate func containsRun(_ run: [UInt8]) -> Bool {
        guard run.count <= count else { return false }
        return (0...(count - run.count)).contains { start in
            run.indices.allSatisfy { self[start + $0] == run[$0] }
        }
    }
}
