extension RepositoryFolder {
    private static let sequenceFile = "sequence"
    private static let highest: Int64 = 1 << 53

    /// The number for a new archive: above every one known, and at least the clock, so that it grows even after a
    /// backup was restored.
    ///
    /// It is noted before it is used.
    package func takeSequence(known: Int64, now: Int64) throws -> Int64 {
        let last = max(try lastSequence(), known)
        let next = max(now, last + 1)
        try write(Self.sequenceFile, Array("\(next)\n".utf8))
        return next
    }

    private func lastSequence() throws -> Int64 {
        guard let bytes = try read(Self.sequenceFile) else { return 0 }
        let text = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
        // A damaged file is no reason to stop: the clock and the artifacts give a floor.
        guard let last = Int64(text), (0..<Self.highest).contains(last) else { return 0 }
        return last
    }
}
