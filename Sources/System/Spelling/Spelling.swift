/// Finds what somebody who mistyped a word probably meant.
package enum Spelling {
    private static let longestWord = 64

    /// The candidate nearest to `word`: few letters away, or begun by it, capitals
    /// aside; `nil` when none is near.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let letters = Array(word.lowercased().utf8)
        guard !letters.isEmpty, letters.count <= longestWord else { return nil }
        let limit = max(1, letters.count / 3)
        let rated = candidates.compactMap { candidate in
            rating(of: Array(candidate.lowercased().utf8), for: letters, limit: limit).map { (candidate, $0) }
        }
        return rated.min { $0.1 < $1.1 }?.0
    }

    private static func rating(of candidate: [UInt8], for word: [UInt8], limit: Int) -> Int? {
        if abs(candidate.count - word.count) <= limit {
            let distance = distance(from: word, to: candidate)
            if distance <= limit { return distance }
        }
        return word.count >= 2 && candidate.starts(with: word) ? limit + 1 : nil
    }

    /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
    private static func distance(from word: [UInt8], to other: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in word.indices {
            var current = [row + 1]
            for column in other.indices {
                let change = word[row] == other[column] ? 0 : 1
                var best = min(last[column] + change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
