import Posix
import Spooling

/// Something in the tree that no file of an archive gets past: a link or a file in the place of a folder, a folder that
/// this process may not use, another file system.
///
/// It is the site's own, and keeps nothing else from arriving.
struct Obstacle: Sendable, Hashable {
    /// Beneath the root of the tree.
    let place: RelativePath
    /// What it is, as a clause.
    let cause: String

    /// What is said of the files that it keeps out.
    func sentence(keepingOut count: Int) -> String {
        "\(place) \(cause), and keeps \(count == 1 ? "1 file" : "\(count) files") out: mend it, and apply the archive again"
    }
}

/// Looks for obstacles on the way to where entries belong, each folder once.
struct ObstacleSearch {
    private let sink: any TreeSink
    private let device: UInt64
    private static let most = 10_000
    private var known: [RelativePath: Obstacle?] = [:]

    init(_ sink: any TreeSink) throws {
        self.sink = sink
        device = try sink.root.info().device
    }

    /// What stands in the way of an entry; `nil` where nothing does.
    mutating func obstacle(to entry: Entry) throws -> Obstacle? {
        try sink.location(of: entry.path).parent.flatMap { try look(at: $0) }
    }

    private mutating func look(at folder: RelativePath) throws -> Obstacle? {
        if let found = known[folder] { return found }
        // Entries come by path: folders that were left are not asked for again.
        if known.count > Self.most { known = [:] }
        let found = try folder.parent.flatMap { try look(at: $0) } ?? examine(folder)
        known[folder] = .some(found)
        return found
    }

    private func examine(_ folder: RelativePath) throws -> Obstacle? {
        guard let info = try sink.root.info(folder) else { return nil }
        switch info.kind {
        case .link: return Obstacle(place: folder, cause: "is a symbolic link, which is not followed")
        case .regular, .other: return Obstacle(place: folder, cause: "is in the storage but is not a folder")
        case .unknown(let errno): return Obstacle(place: folder, cause: "cannot be looked at (\(errno))")
        case .directory where info.device != device:
            return Obstacle(place: folder, cause: "lies on another file system than the storage")
        case .directory: return try closed(folder)
        }
    }

    private func closed(_ folder: RelativePath) throws -> Obstacle? {
        do throws(SystemError) {
            try sink.root.subdirectory(folder).requireAccess()
            return nil
        } catch {
            guard error.isPermission else { throw error }
            return Obstacle(place: folder, cause: "cannot be entered or written to (\(error.errno))")
        }
    }
}

extension ImportPlan {
    /// Sets aside what cannot get to its place, so that the rest arrives.
    mutating func setAsideObstructed(_ search: inout ObstacleSearch) throws {
        for list in [\ImportPlan.new, \.replaced, \.documents, \.missing] {
            let entries = self[keyPath: list]
            self[keyPath: list] = try .build { free in
                for entry in entries {
                    guard let obstacle = try search.obstacle(to: entry) else { try free.append(entry); continue }
                    obstructed[obstacle, default: []].append(entry)
                }
            }
        }
    }

    /// What keeps files out, and how many, in sentences.
    var obstacles: [String] {
        obstructed.sorted { $0.key.place < $1.key.place }.map { $0.key.sentence(keepingOut: $0.value.count) }
    }
}

extension ImportEngine {
    /// What applying an archive would do to the tree as it was just surveyed.
    func plan(_ staged: StagedImport, _ live: any LiveTree, _ accepted: AcceptedRecords) throws -> ImportPlan {
        var plan = try planner(staged, live, accepted).plan()
        var search = try ObstacleSearch(sink)
        try plan.setAsideObstructed(&search)
        return plan
    }
}
