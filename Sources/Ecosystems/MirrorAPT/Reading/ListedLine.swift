/// A line of a list of files: digest, size, name.
struct ListedLine {
    let digests: ListedDigests
    let size: Int64
    /// As it is written: no path yet.
    let name: ArraySlice<UInt8>

    /// Reads a line; `nil` unless it is these three.
    init?(_ line: ArraySlice<UInt8>, _ algorithm: ListedDigests.Algorithm) {
        let words = line.split(maxSplits: 2, whereSeparator: \.isSpace)
        var digests = ListedDigests()
        guard words.count == 3, digests.add(algorithm, hex: words[0]), let size = Self.size(words[1]) else {
            return nil
        }
        self.digests = digests
        self.size = size
        name = words[2].trimmed
    }

    /// Plain digits below 10^18.
    static func size(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(bytes.count), bytes.allSatisfy(\.isDigit) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}
