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
        var hash = SHA512()
        for file in files {
            let line = Checksums.Line(sha512: file.entry.sha512, name: ArchiveLayout.member(file.entry))
            hash.update(Checksums([line]).encoded)
        }
        return hash.finalize() == self.files
    }

    /// Takes the member piece by piece.
    struct Reader {
        private var head: [UInt8] = []
        private var lines = 0
        private var files = SHA512()

        mutating func take(_ bytes: ArraySlice<UInt8>) {
            var rest = bytes
            while lines < ArchiveLayout.Document.allCases.count, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                head += rest[...end]
                rest = rest[(end + 1)...]
                lines += 1
            }
            if lines == ArchiveLayout.Document.allCases.count {
                files.update(Array(rest))
            } else {
                // No line of a document is as long: what is cut here is refused as no line at all.
                head += rest.prefix(max(0, 4096 - head.count))
            }
        }

        consuming func finish() throws -> ListedChecksums {
            ListedChecksums(documents: try Checksums(parsing: head).lines, files: files.finalize())
        }
    }
}
