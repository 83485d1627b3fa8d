extension RepositoryFolder {
    /// The number for a new archive: above every one known, and at least the clock, so that it grows even after a
    /// backup was restored.
    ///
    /// It is noted before it is used.
    package func takeSequence(known: Int64, now: Int64) throws -> Int64 {
        // A damaged file is no reason to stop: the clock and the artifacts give a floor.
        try takeNumber(notedIn: "sequence", above: known, now: now)
    }

    /// The next number of a row that is noted in a file: above the one noted there and above `known`, and at least `now`.
    ///
    /// It is noted before it is used; what is no number in that file counts for nothing.
    func takeNumber(notedIn file: String, above known: Int64, now: Int64) throws -> Int64 {
        let text = try read(file).map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
        let noted = text.flatMap { Int64($0) } ?? 0
        let isUsable = (0..<DocumentReading.numbers.upperBound).contains(noted)
        let next = max(now, max(isUsable ? noted : 0, known) + 1)
        try write(file, Array("\(next)\n".utf8))
        return next
    }
}
