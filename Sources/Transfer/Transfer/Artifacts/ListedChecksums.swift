import Crypto

/// `SHA512SUMS` of an archive that is being read: the lines of the documents, and a digest of the others, which are as
/// many as there are files and must be exactly those that the manifest gives.
struct ListedChecksums {
    private let documents: [Checksums.Line]
    private let files: SHA512Digest

    /// The line of a document, if it stands where it must.
    func line(of document: ArchiveLayout.Document) -> Checksums.Line? {
        zip(ArchiveLayout.Document.allCases, documents).first { $0 == document && $1.name == document.rawValue }?.1
    }

    /// Whether the other lines are those of `files`, in their order, and no more.
    func lists(_ files: [Manifest.File]) -> Bool {
        self.files
            == Checksums.digest(
                of: files.lazy.map { Checksums.Line(sha512: $0.entry.sha512, name: ArchiveLayout.member($0.entry)) }
            )
    }

    /// Reads the lines of the documents, and hashes the rest.
    init(parsing list: [UInt8]) throws {
        var (lines, end) = (0, 0)
        while lines < ArchiveLayout.Document.allCases.count,
            let feed = list[end...].firstIndex(of: UInt8(ascii: "\n"))
        {
            (lines, end) = (lines + 1, feed + 1)
        }
        var files = SHA512()
        if lines == ArchiveLayout.Document.allCases.count {
            files.update(list.span.extracting(end..<list.count))
        } else {
            // No line of a document is as long: what is cut here is refused as no line at all.
            end = min(list.count, max(end, 4096))
        }
        documents = try Checksums(parsing: Array(list[..<end])).lines
        self.files = files.finalize()
    }
}
