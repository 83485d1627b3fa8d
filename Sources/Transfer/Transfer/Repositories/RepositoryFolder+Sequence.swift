extension RepositoryFolder {
    /// Where the number of the last archive is noted.
    static let sequenceFile = "sequence"

    /// The number for a new archive: above every one known, and at least the clock, so that it grows even after a
    /// backup was restored.
    ///
    /// It is noted before it is used.
    package func takeSequence(known: Int64, now: Int64) throws -> Int64 {
        try takeNumber(notedIn: Self.sequenceFile, above: known, now: now)
    }

    /// The next number of a row that is noted in a file: above the one noted there and above `known`, and at least `now`.
    ///
    /// It is noted before it is used.
    func takeNumber(notedIn file: String, above known: Int64, now: Int64) throws -> Int64 {
        let next = max(now, max(try number(notedIn: file), known) + 1)
        try write(file, Array("\(next)\n".utf8))
        return next
    }

    /// Notes a number, if none above it is noted.
    func note(_ number: Int64, in file: String) throws {
        guard try self.number(notedIn: file) < number else { return }
        try write(file, Array("\(number)\n".utf8))
    }

    /// The number that is noted in a file; 0 where there is none, or what is no number.
    func number(notedIn file: String) throws -> Int64 {
        let text = try read(file).map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
        let noted = text.flatMap { Int64($0) } ?? 0
        return (0..<DocumentReading.numbers.upperBound).contains(noted) ? noted : 0
    }
}
