import Crypto
import Posix
import Reporting
import Synchronization
import Transfer

/// A text tree that takes what archives bring.
final class TextSink: TreeSink {
    let root: Directory
    private let noted = Mutex<[PlacedFile]>([])

    init(_ root: Directory) { self.root = root }

    var rules: any ContentRules { TextRules() }
    var merger: any EntryMerger { TextMerger() }
    /// What it was told to have been placed.
    var placedFiles: [PlacedFile] { noted.withLock { $0 } }

    func lock(for location: RelativePath) throws -> DocumentLock? {
        DocumentLock(try RelativePath("\(location).lock"), staleAfter: .seconds(300))
    }
    func survey(reporter: Reporter) async throws -> any LiveTree { try TextLive(root) }

    func newFiles(of package: String, beyond known: Set<RelativePath>) throws -> [LiveFile] {
        try TextLive(root).files(of: package).filter { !known.contains($0.path) }
    }

    func placed(_ files: [PlacedFile]) async throws { noted.withLock { $0 += files } }
}

/// A text tree as it lies on disk.
struct TextLive: LiveTree {
    private(set) var files: [RelativePath: LiveFile] = [:]
    private(set) var documents: [String: [UInt8]] = [:]
    /// Packages whose folder is a link, which is not followed.
    private(set) var links: [String] = []

    init(_ root: Directory) throws {
        for entry in try root.entries() where entry.info.kind == .directory && !entry.name.hasPrefix(".") {
            try read(entry.name, root.subdirectory(RelativePath(entry.name)))
        }
        links = try root.entries().filter { $0.info.kind == .link }.map(\.name)
        let front = try RelativePath(TextTree.frontName)
        guard try root.info(front)?.kind == .regular else { return }
        let digest = SHA512.hash(try root.open(front).readAll(limit: 1 << 20))
        files[front] = LiveFile(path: front, sha512: digest, sha1: nil, isIntact: true)
    }

    /// A tree that need not lie anywhere.
    init(_ entries: [Entry], broken: [Entry] = [], documents: [String: [UInt8]] = [:]) {
        for entry in entries { files[entry.path] = LiveFile(entry, isIntact: true) }
        for entry in broken { files[entry.path] = LiveFile(entry, isIntact: false) }
        self.documents = documents
    }

    private mutating func read(_ package: String, _ folder: Directory) throws {
        let names = try folder.entries().filter { $0.info.kind == .regular }.map(\.name)
        if names.contains(TextTree.indexName) {
            // One that cannot be read is none.
            documents[package] = try? folder.open(RelativePath(TextTree.indexName)).readAll(limit: 1 << 20)
        }
        let lines = TextTree.lines(documents[package] ?? [])
        for name in names {
            guard let version = TextTree.version(of: name) else { continue }
            let path = try RelativePath("\(package)/\(name)")
            let digest = SHA512.hash(try folder.open(RelativePath(name)).readAll(limit: 1 << 20))
            let isIntact = lines[version].map { $0 == digest } ?? true
            files[path] = LiveFile(path: path, sha512: digest, sha1: nil, isIntact: isIntact)
        }
    }

    func file(at path: RelativePath) -> LiveFile? { files[path] }
    func files(of package: String) -> [LiveFile] { files.values.filter { $0.path.parent?.string == package } }
    func hasDocument(_ package: String) -> Bool { documents[package] != nil }

    func versions(of package: String) -> Set<String> {
        let lines = TextTree.lines(documents[package] ?? [])
        return Set(lines.filter { isWhole(package, $0.key, $0.value) }.keys)
    }

    private func isWhole(_ package: String, _ version: String, _ digest: SHA512Digest) -> Bool {
        (try? RelativePath("\(package)/\(version).bin")).flatMap { files[$0] }?.sha512 == digest
    }
}

extension LiveFile {
    init(_ entry: Entry, isIntact: Bool) {
        self.init(path: entry.path, sha512: entry.sha512, sha1: nil, isIntact: isIntact)
    }
}
