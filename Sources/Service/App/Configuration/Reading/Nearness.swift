/// Finds what was meant by a mistyped word.
enum Nearness {
    /// The word that is the fewest changed letters away, if it is near enough to be what was meant.
    static func nearest(to word: String, in words: [String]) -> String? {
        let letters = Array(word.lowercased().utf8.prefix(64))
        let limit = max(1, letters.count / 3)
        let rated = words.map { (word: $0, distance: distance(letters, Array($0.lowercased().utf8))) }
        return rated.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
    }

    /// Letters to insert, delete or replace (Levenshtein's distance).
    private static func distance(_ word: [UInt8], _ other: [UInt8]) -> Int {
        var last = Array(0...other.count)
        for (row, letter) in word.enumerated() {
            var current = [row + 1]
            for (column, otherLetter) in other.enumerated() {
                let replaced = last[column] + (letter == otherLetter ? 0 : 1)
                current.append(min(replaced, last[column + 1] + 1, current[column] + 1))
            }
            last = current
        }
        return last[other.count]
    }
}
