import Archives
import Posix
import Spooling

/// One member of an archive, or of a folder it was unpacked into.
struct Member: Sendable {
    let name: String
    let size: Int64
}

/// The members of an archive in canonical order, streamed.
protocol MemberReader: AnyObject {
    /// The next member; what is left of the one before has been read.
    func next() throws -> Member?
    /// Fills `buffer` with the next bytes of the current member; 0 at its end.
    func read(into buffer: inout [UInt8]) throws -> Int
    /// What was noticed but does no harm, in sentences.
    var remarks: [String] { get }
}

/// Members of a `.tar.zst`, by the strict reader.
final class ArchiveMembers: MemberReader {
    private let tar: TarReader
    let remarks: [String] = []

    /// Reads an archive from its start; `limit` bounds what it may unpack to, in bytes.
    init(_ source: any ByteSource, limit: Int64) throws {
        tar = TarReader(try ZstdDecompressor(from: source, limit: limit))
    }

    func next() throws -> Member? { try tar.next().map { Member(name: $0.path.string, size: $0.size) } }

    func read(into buffer: inout [UInt8]) throws -> Int { try tar.read(into: &buffer) }
}

/// Members of a folder that an archive was unpacked into: any order on disk, plain files only, through no link.
final class FolderMembers: MemberReader {
    private static let remarkLimit = 100
    private static let depthLimit = 16

    private let folder: Directory
    private let names: SpooledList<MemberName>
    private var rest: SpooledIterator<MemberName>
    private var current: OpenFile?
    private(set) var remarks: [String] = []

    /// Opens the folder; `SHA512SUMS` in it says which members there are.
    init(_ folder: Directory) throws {
        self.folder = folder
        let sums = try RelativePath(ArchiveLayout.checksums)
        guard try folder.info(sums)?.kind == .regular else {
            throw TransferError(
                .refused,
                folder.path.string,
                "is a folder without SHA512SUMS",
                hint: "Name the archive, or the folder it was unpacked into"
            )
        }
        let signatures = try [ArchiveLayout.signature, ArchiveLayout.minisignature].filter { name in
            try folder.info(RelativePath(name)) != nil
        }
        names = try .build { names in
            for name in [ArchiveLayout.checksums] + signatures { try names.append(MemberName(name: name)) }
            try Checksums.forEachLine(of: OpenFile(folder.open(sums)), limit: ArchiveLimits.checksums) { line in
                try names.append(MemberName(name: line.name))
            }
        }
        rest = names.makeIterator()
        remarks = try strays()
    }

    func next() throws -> Member? {
        guard let name = rest.next()?.name else { return nil }
        guard let path = try? RelativePath(name) else {
            throw TransferError(.refused, name, "is no path that an archive can hold")
        }
        guard let info = try folder.info(path) else {
            throw TransferError(.refused, name, "is listed in SHA512SUMS but not in the folder")
        }
        guard info.kind == .regular else { throw TransferError(.refused, name, "is not a plain file") }
        current = OpenFile(try folder.open(path))
        return Member(name: name, size: info.size)
    }

    func read(into buffer: inout [UInt8]) throws -> Int { try current?.descriptor.read(into: &buffer) ?? 0 }

    /// What else lies in the folder, in sentences: the first few by name, then how many more.
    private func strays() throws -> [String] {
        // By a hash that differs from run to run: the names themselves may be more than memory.
        let known = Set(names.lazy.map(\.name.hashValue))
        var found: [String] = []
        var more = 0
        try visit { name in
            guard !known.contains(name.hashValue) else { return }
            guard found.count < Self.remarkLimit else { return more += 1 }
            found.append("\(PathError.printable(name)) is in the folder but not listed: ignored")
        }
        return found.sorted() + (more > 0 ? ["\(more) more are in the folder but not listed: ignored"] : [])
    }

    /// Names every file, and every folder that lies deeper than any member does.
    private func visit(_ take: (String) -> Void) throws {
        var pending: [RelativePath?] = [nil]
        while let place = pending.popLast() {
            let here = try place.map { try folder.subdirectory($0) } ?? folder
            for entry in try here.entries() {
                let prefix = place.map { "\($0)/" } ?? ""
                guard entry.isName, entry.info.kind == .directory, let path = try? RelativePath(prefix + entry.name),
                    path.string.utf8.count(where: { $0 == UInt8(ascii: "/") }) < Self.depthLimit
                else {
                    take(prefix + entry.name)
                    continue
                }
                pending.append(path)
            }
        }
    }
}

/// The name of a member, as `SHA512SUMS` lists it.
private struct MemberName: Spoolable {
    let name: String

    init(name: String) { self.name = name }

    func pack(into bytes: inout PackedBytes) { bytes.pack(name) }

    init(unpacking bytes: inout PackedReader) { name = bytes.text() }
}
