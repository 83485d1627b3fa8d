package import Archives

/// Reads the indexes of a suite, which say what lies in the pool.
package enum PackageIndex {
    /// What an index is about.
    package enum Kind: Sendable, Hashable {
        /// `Packages`: of each stanza the one file that `Filename` names.
        case binaries
        /// `Sources`: of each stanza all files of its lists, in its `Directory`.
        case sources
    }

    /// What an index says of one file.
    package enum Record: Hashable, Sendable {
        /// It can be fetched and proved.
        case file(PackageFile)
        /// It cannot, and why: it breaks nothing but itself.
        case refused(APTError)
    }

    /// Calls `each` for every file, in the order of the index; `subject` names the index in messages.
    ///
    /// - Throws: `malformed` or `tooLarge` where the index as a whole cannot be read, what reading and `each` throw.
    package static func read(
        _ source: any ByteSource,
        _ kind: Kind,
        subject: String,
        each: (Record) throws -> Void
    ) throws {
        let reader = StanzaReader(source, subject: subject)
        while let stanza = try reader.next() {
            switch kind {
            case .binaries: try each(BinaryStanza.record(stanza))
            case .sources: for record in SourceStanza.records(stanza) { try each(record) }
            }
        }
    }
}
