import Posix

/// Looks at where an import will write, before it writes anything: once the journal is there, what cannot be done
/// would stand in the way of everything else.
///
/// What was in the way when the import was planned is a conflict there; this is what came since.
struct LandingCheck {
    private let sink: any TreeSink
    private let device: UInt64
    private static let most = 10_000
    private var folders: Set<RelativePath> = []

    init(_ sink: any TreeSink) throws {
        self.sink = sink
        device = try sink.root.info().device
    }

    /// Throws when something else than a folder lies above one of the entries, or than a file at the place of a
    /// document or of its lock.
    mutating func check(_ entries: some Sequence<Entry>) throws {
        for entry in entries {
            let location = try sink.location(of: entry.path)
            try checkFolder(location.parent)
            guard sink.rules.landing(of: entry) == .merged else { continue }
            for place in [location, try sink.lock(for: location)?.path].compactMap(\.self) {
                guard let info = try sink.root.info(place), info.kind != .regular else { continue }
                throw TransferError(.changed, place.string, "is no plain file any more", hint: "Apply it again")
            }
        }
    }

    private mutating func checkFolder(_ folder: RelativePath?) throws {
        guard let folder, folders.insert(folder).inserted else { return }
        // Entries come by path: folders that were left are not asked for again.
        if folders.count > Self.most { folders = [folder] }
        try checkFolder(folder.parent)
        guard let info = try sink.root.info(folder) else { return }
        guard info.kind == .directory else {
            throw TransferError(.changed, folder.string, "is no folder any more", hint: "Apply it again")
        }
        guard info.device == device else {
            throw TransferError(
                .notPermitted,
                folder.string,
                "lies on another file system than the storage",
                hint: "Put the storage and its sub-folders on one file system"
            )
        }
    }
}

/// Names that one file system keeps apart and another takes for the same.
enum NameCollisions {
    /// Throws when two paths differ only in case, or in how an accent is written (Unicode normalisation).
    static func refuse(_ paths: some Sequence<RelativePath>) throws {
        var seen: [String: RelativePath] = [:]
        for path in paths {
            // Strings are equal when they are canonically equivalent, so this holds for either form of an accent.
            guard let other = seen.updateValue(path, forKey: path.string.lowercased()) else { continue }
            throw TransferError(
                .refused,
                path.string,
                "is the same name as \(other) on the file system of the storage, which ignores case",
                hint: "Put the storage on a file system that tells names apart by case"
            )
        }
    }
}
