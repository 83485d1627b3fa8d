package import Archives

/// Cuts stanzas out of an index, byte for byte: not one field is written anew, known or not.
package enum StanzaSlice {
    /// Writes the stanzas that `keeps`, by their place in the index, each with an empty line after it.
    ///
    /// - Returns: how many they are.
    /// - Throws: as `StanzaReader`, and what writing and `keeps` throw.
    @discardableResult
    package static func copy(
        _ source: any ByteSource,
        subject: String,
        to sink: any ByteSink,
        keeps: (_ stanza: Stanza, _ ordinal: Int) throws -> Bool
    ) throws -> Int {
        let reader = StanzaReader(source, subject: subject)
        var (ordinal, kept) = (0, 0)
        while let stanza = try reader.next() {
            defer { ordinal += 1 }
            guard try keeps(stanza, ordinal) else { continue }
            let isEnded = stanza.bytes.last == UInt8(ascii: "\n")
            try sink.write(stanza.bytes)
            try sink.write(Array((isEnded ? "\n" : "\n\n").utf8))
            kept += 1
        }
        return kept
    }

    /// Writes the stanzas of these packages: descriptions in a `Translation-…`, or sources.
    @discardableResult
    package static func copy(
        _ source: any ByteSource,
        subject: String,
        to sink: any ByteSink,
        packages: Set<String>
    ) throws -> Int {
        let name: FieldName = "Package"
        return try copy(source, subject: subject, to: sink) { stanza, _ in
            try stanza.word(name).map(packages.contains) ?? false
        }
    }
}
