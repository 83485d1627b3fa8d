import Archives
import Posix

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
    private var names: [String]
    private var index = 0
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
        let listed = try Checksums(parsing: folder.open(sums).readAll(limit: ArchiveReader.checksumsLimit))
        let signatures = try [ArchiveLayout.signature, ArchiveLayout.minisignature].filter { name in
            try folder.info(RelativePath(name)) != nil
        }
        names = [ArchiveLayout.checksums] + signatures + listed.lines.map(\.name)
        remarks = try strays()
    }

    func next() throws -> Member? {
        guard index < names.count else { return nil }
        let name = names[index]
        index += 1
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
        let known = Set(names)
        var found: [String] = []
        var more = 0
        try visit { name in
            guard !known.contains(name) else { return }
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
