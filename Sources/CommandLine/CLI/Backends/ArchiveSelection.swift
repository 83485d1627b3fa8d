import App
import FoundationEssentials
import Posix
import Transfer

/// What a command line names to be carried in: archives in the order in which they build on each other.
///
/// What was named must be there before anything is done: whoever names ten archives does not learn of the tenth when
/// nine are in the storage.
struct ArchiveSelection {
    /// One thing to take.
    enum Item: Sendable, CustomStringConvertible {
        /// An import that is ready, or was applied, by its id.
        case ready(String)
        /// An archive, or a folder of its members.
        case archive(ArchivePath)

        var description: String {
            switch self {
            case .ready(let id): id
            case .archive(let path): path.description
            }
        }
    }

    /// What to take, in this order.
    let items: [Item]
    /// What lies beside archives and was passed over.
    let passedOver: [String]

    /// Looks at what was named; folders of archives stand for the archives in them.
    init(of names: [String], ordered: Bool = true) async throws {
        let beside = names.count > 1 ? names.filter(ArchiveFile.liesBeside) : []
        passedOver = beside
        var found: [Item] = []
        for name in names where !beside.contains(name) {
            if Identifier.isOne(name) {
                found.append(.ready(name))
            } else {
                found += try Self.archives(at: ArchivePath(name)).map(Item.archive)
            }
        }
        found = try Self.partsAsOne(found)
        items = ordered && found.count > 1 ? await Self.inOrder(found) : found
    }

    /// The archive, or those in a folder that is none of members.
    private static func archives(at path: ArchivePath) throws -> [ArchivePath] {
        guard try ArchiveInput(path.absolute).isFolder else { return [path] }
        let entries = try Directory(opening: path.absolute).entries()
        if entries.contains(where: { $0.name == ArchiveFile.checksums }) { return [path] }
        let wholes = entries.map(\.name).filter(ArchiveFile.isNamedLikeOne)
        let parts = entries.map(\.name).filter { ArchiveParts.whole(ofPart: $0).map { !wholes.contains($0) } ?? false }
        let names = (wholes + parts).sorted()
        guard !names.isEmpty else {
            throw CommandError(
                .refused,
                "archive-refused",
                "\(path) holds no archive (*\(ArtifactName.ending)), nor the members of one (\(ArchiveFile.checksums))."
            )
        }
        return try names.map { try ArchivePath("\(path.description)/\($0)") }
    }

    /// Every part stands for all of its archive: of those that were named, the first stays.
    private static func partsAsOne(_ items: [Item]) throws -> [Item] {
        var seen: Set<AbsolutePath> = []
        return try items.filter { item in
            guard case .archive(let path) = item,
                let whole = ArchiveParts.whole(ofPart: path.absolute.lastComponent)
            else { return true }
            return seen.insert(path.absolute.parent.appending(try RelativePath(whole))).inserted
        }
    }

    /// By sequence, which grows along the bases of a source; what does not tell its own keeps its place behind the one
    /// before it, and is refused when its turn comes.
    private static func inOrder(_ items: [Item]) async -> [Item] {
        let pool = BlockingPool(threads: 1, name: "heads")
        var ranked: [(sequence: Int64, place: Int)] = []
        for (place, item) in items.enumerated() {
            ranked.append((await sequence(of: item, on: pool) ?? ranked.last?.sequence ?? 0, place))
        }
        return ranked.sorted(by: <).map { items[$0.place] }
    }

    private static func sequence(of item: Item, on pool: BlockingPool) async -> Int64? {
        guard case .archive(let path) = item else { return nil }
        return try? await Application.archiveHead(path.absolute, on: pool).manifest.sequence
    }
}

/// What names of files say about archives.
enum ArchiveFile {
    /// The member that a folder of members has.
    static let checksums = "SHA512SUMS"
    private static let besides = [".sha512", ".sig", ".minisig", ".partial"]

    static func isNamedLikeOne(_ name: String) -> Bool { name.hasSuffix(ArtifactName.ending) && !name.hasPrefix(".") }

    /// Whether a file is a digest or a signature beside an archive, or one that is not whole.
    static func liesBeside(_ name: String) -> Bool { besides.contains { name.hasSuffix($0) } }
}
