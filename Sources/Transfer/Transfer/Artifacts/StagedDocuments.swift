import Posix
import Spooling

/// The documents of an archive that waits, which lie one behind another in one file, as its manifest lists them.
struct StagedDocuments: Sendable {
    /// What the file is called.
    static let name = "documents"

    private let file: OpenFile
    private let offsets: SpooledMap<RelativePath, Offset>

    /// Finds out where each lies; `entries` are those of all documents that the archive carries, in its order.
    init(_ file: OpenFile, of entries: some Sequence<Entry>) throws {
        self.file = file
        var offsets: SpooledMap<RelativePath, Offset> = [:]
        var end: Int64 = 0
        for entry in entries {
            try offsets.set(entry.path, Offset(value: end))
            end += entry.size
        }
        self.offsets = offsets
    }

    /// A document as it was staged; `nil` where there is none of that path, or the file ends before it does.
    func bytes(of entry: Entry) throws -> [UInt8]? {
        guard let offset = offsets[entry.path]?.value else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(entry.size))
        return try file.descriptor.fill(&bytes, at: offset) == bytes.count ? bytes : nil
    }
}

/// Where a document starts.
private struct Offset: Spoolable {
    let value: Int64

    init(value: Int64) { self.value = value }

    func pack(into bytes: inout PackedBytes) { bytes.pack(value) }

    init(unpacking bytes: inout PackedReader) { value = bytes.number() }
}
