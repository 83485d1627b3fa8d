import Crypto
import Spooling

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
    func lists(_ files: SpooledList<Manifest.File>) -> Bool {
        var hash = Checksums.Hash()
        for file in files {
            hash.update(Checksums.Line(sha512: file.entry.sha512, name: ArchiveLayout.member(file.entry)))
        }
        return self.files == hash.finalize()
    }

    /// Reads the lines of the documents, and hashes the rest.
    init(parsing list: [UInt8]) throws {
        var parts = Parts()
        parts.update(list)
        try self.init(parts)
    }

    /// The same of a list that was taken apart.
    init(_ parts: consuming Parts) throws {
        documents = try Checksums(parsing: parts.documents).lines
        files = parts.files.finalize()
    }

    /// A list that comes piece by piece: the lines of the documents, and the digest of all behind them.
    struct Parts {
        /// No lines of documents are as long.
        private static let longest = 4096

        fileprivate var documents: [UInt8] = []
        fileprivate var files = SHA512()
        private var lines = 0

        /// Takes the next piece.
        mutating func update(_ piece: [UInt8]) {
            var start = 0
            while lines < ArchiveLayout.Document.allCases.count, start < piece.count {
                // What is longer is no line, and is refused as the beginning of one.
                guard documents.count < Self.longest else { return }
                let byte = piece[start]
                documents.append(byte)
                if byte == UInt8(ascii: "\n") { lines += 1 }
                start += 1
            }
            if start < piece.count { files.update(piece.span.extracting(start..<piece.count)) }
        }
    }
}
