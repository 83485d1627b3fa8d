import Posix

/// Looks at where an import will write, before it writes anything: once the journal is there, what cannot be done
/// would stand in the way of everything else.
///
/// What is in the way of one package is no reason to keep back the others: it is planned as a conflict.
final class LandingCheck {
    private let sink: any TreeSink
    private let device: UInt64
    /// What is in the way in the folders that were looked at.
    private var folders: [RelativePath: String?] = [:]

    init(_ sink: any TreeSink) throws {
        self.sink = sink
        device = try sink.root.info().device
    }

    /// What lies where an entry has to go and is neither a folder above it nor a file in its place, as a clause; `nil`
    /// where nothing is in the way.
    ///
    /// Throws when a folder lies on another file system, to which nothing can be linked.
    func obstacle(to entry: Entry) throws -> String? {
        let location = try sink.location(of: entry.path)
        if let cause = try obstacle(inFolder: location.parent) { return cause }
        let lock = sink.rules.landing(of: entry) == .merged ? try sink.lock(for: location)?.path : nil
        for place in [location, lock].compactMap(\.self) {
            guard let info = try sink.root.info(place), info.kind != .regular else { continue }
            return "\(place) is \(info.kind.noun) here, not a plain file"
        }
        return nil
    }

    /// Throws when something came to lie in the way since the import was planned.
    func check(_ entries: [Entry]) throws {
        for entry in entries {
            guard let cause = try obstacle(to: entry) else { continue }
            // What stands in a file's place is met when that is placed.
            guard
                try obstacle(inFolder: sink.location(of: entry.path).parent) != nil
                    || sink.rules.landing(of: entry) == .merged
            else { continue }
            throw TransferError(.changed, entry.path.string, "cannot arrive any more: \(cause)", hint: "Apply it again")
        }
    }

    private func obstacle(inFolder folder: RelativePath?) throws -> String? {
        guard let folder else { return nil }
        if let known = folders[folder] { return known }
        let cause = try obstacle(inFolder: folder.parent) ?? obstacle(at: folder)
        folders[folder] = .some(cause)
        return cause
    }

    private func obstacle(at folder: RelativePath) throws -> String? {
        guard let info = try sink.root.info(folder) else { return nil }
        guard info.kind == .directory else { return "\(folder) is \(info.kind.noun) here, not a folder" }
        guard info.device == device else {
            throw TransferError(
                .notPermitted,
                folder.string,
                "lies on another file system than the storage",
                hint: "Put the storage and its sub-folders on one file system"
            )
        }
        return nil
    }
}

extension FileKind {
    /// What it is, in a sentence.
    fileprivate var noun: String {
        switch self {
        case .regular: "a file"
        case .directory: "a folder"
        case .link: "a symbolic link"
        case .other: "a device or the like"
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
