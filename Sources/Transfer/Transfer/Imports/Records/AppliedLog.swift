import JSON
import Posix

/// `.packferry/applied.jsonl`: one line for each apply.
///
/// Once it is long it becomes `applied.1.jsonl` and a new one is begun, so that what is read stays bounded. A line that
/// is damaged, or that a power failure cut short, spoils no other and is passed over.
struct AppliedLog: Sendable {
    private static let name = "applied.jsonl"
    private static let older = "applied.1.jsonl"
    /// 8 MiB: some ten thousand imports.
    static let longest: Int64 = 8 << 20

    private let folder: RepositoryFolder
    private let longest: Int64

    init(_ folder: RepositoryFolder, longest: Int64 = Self.longest) {
        self.folder = folder
        self.longest = longest
    }

    /// How long it is, in bytes.
    var size: Int64 { get throws { try folder.directory.info(RelativePath(Self.name))?.size ?? 0 } }

    /// Begins a new one if it is long; never while an apply is under way, whose journal says how long it was.
    func rotate() throws {
        guard try size > longest else { return }
        try folder.directory.rename(RelativePath(Self.name), to: RelativePath(Self.older))
        try folder.directory.synchronize()
    }

    /// Adds one line, durably.
    func append(_ outcome: ImportOutcome) throws {
        let line = try JSONEncoder().encode(outcome)
        let file = try folder.openLines(Self.name)
        try file.write(line + [10])
        try file.synchronize()
        try folder.directory.synchronize()
    }

    /// All of it, newest first.
    func outcomes() throws -> [ImportOutcome] { try (outcomes(in: Self.older) + outcomes(in: Self.name)).reversed() }

    /// Whether one of the lines behind the first `size` bytes tells of an import.
    func tells(of id: String, after size: Int64) throws -> Bool {
        try outcomes(in: Self.name, after: size).contains { $0.id == id }
    }

    /// The lines of a file from its end on, as far back as it may be long, oldest first.
    private func outcomes(in name: String, after start: Int64 = 0) throws -> [ImportOutcome] {
        let path = try RelativePath(name)
        guard let size = try folder.directory.info(path)?.size, size > start else { return [] }
        // A file may be longer by its last line, or by what was logged before it was kept short.
        let first = max(start, size - 2 * longest)
        var bytes = [UInt8](repeating: 0, count: Int(size - first))
        let count = try folder.directory.open(path).read(into: &bytes, at: first)
        return bytes[..<count].split(separator: 10).compactMap {
            try? JSONDecoder().decode(ImportOutcome.self, from: Array($0))
        }
    }
}
