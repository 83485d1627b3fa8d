import Posix
package import Transfer
import Trees

/// Walks a folder and yields the regular files that are to be carried.
struct FolderWalk {
    /// By path.
    private(set) var files: [RelativePath: FileInfo] = [:]
    /// What is wrong, with the path as it was seen.
    private(set) var findings: [(kind: FolderFinding, path: String, detail: String)] = []
    /// What each pattern takes, in the order of the configuration.
    var catches: [PatternCatch] { excluded + lastCatches }
    private var excluded: [PatternCatch]
    private let selection: Selection
    private let wayOut: String
    private var pending: [RelativePath?] = [nil]

    /// Lists everything beneath `root`.
    ///
    /// What cannot be read or carried is a finding, and the rest goes on; throws when the root itself cannot be read.
    init(_ root: Directory, _ selection: Selection, wayOut: String) throws {
        self.selection = selection
        self.wayOut = wayOut
        excluded = selection.exclude.map { PatternCatch(key: "exclude", pattern: "\($0)") }
        while let place = pending.popLast() {
            try Task.checkCancellation()
            do {
                try visit(place.map { path throws(SystemError) in try root.subdirectory(path) } ?? root, at: place)
            } catch let error as SystemError {
                guard let place, !error.errno.isExhaustion else { throw error }
                if error.errno != .noEntry { noteClosed(place, error) }
            }
        }
    }

    private mutating func visit(_ folder: Directory, at place: RelativePath?) throws {
        for entry in try folder.entries() where place != nil || entry.name != RepositoryFolder.name {
            guard entry.isName, let path = try? RelativePath(place.map { "\($0)/\(entry.name)" } ?? entry.name) else {
                noteName(entry.name, in: place)
                continue
            }
            if selection.leavesOut(path) {
                noteExcluded(path)
                continue
            }
            switch entry.info.kind {
            case .regular: files[path] = entry.info
            case .directory: pending.append(path)
            case .link: findings.append((.link, path.string, "is a symbolic link, which is not followed: \(cure)"))
            case .unknown(let errno): findings.append((.closed, path.string, "cannot be looked at (\(errno))"))
            case .other: findings.append((.notAFile, path.string, "is a device, a socket or a pipe: \(cure)"))
            }
        }
    }

    private var cure: String { "put the file or folder itself there, or \(wayOut)" }

    private mutating func noteExcluded(_ path: RelativePath) {
        for (index, pattern) in selection.exclude.enumerated() where pattern.matches(path) {
            excluded[index].take(path.string)
        }
    }

    /// What the patterns of `last` take of what is carried.
    private var lastCatches: [PatternCatch] {
        selection.last.map { pattern in
            let names = files.keys.filter(pattern.matches).map(\.string)
            return PatternCatch(key: "last", pattern: "\(pattern)", taking: names)
        }
    }

    private mutating func noteClosed(_ place: RelativePath, _ error: SystemError) {
        let cure = error.isPermission ? ": give it to the user that Packferry runs as, or \(wayOut)" : ""
        findings.append((.closed, place.string, "cannot be entered (\(error.errno))\(cure)"))
    }

    private mutating func noteName(_ name: String, in place: RelativePath?) {
        let path = place.map { "\($0)/\(name)" } ?? name
        // What is a path as text was none as bytes.
        findings.append((.name, path, "\((Self.rule(of: path) ?? .notUTF8).rawValue), so that it cannot travel"))
    }

    /// The rule of `RelativePath` that a text breaks.
    private static func rule(of path: String) -> PathError.Rule? {
        do throws(PathError) {
            _ = try RelativePath(path)
            return nil
        } catch {
            return error.rule
        }
    }
}

/// What can keep a file at home; the words are those of the table and of the API.
package enum FolderFinding: String, CaseIterable {
    /// A symbolic link; none is followed.
    case link
    /// A device, a socket or a pipe.
    case notAFile = "not-a-file"
    /// A folder that cannot be looked into.
    case closed
    /// A file that cannot be read.
    case unreadable
    /// A file that was written to while it was read.
    case changing
    /// A name that no archive can hold.
    case name

    /// The same word, as findings have it.
    package var kind: FindingKind { FindingKind(rawValue: rawValue) }

    /// What is to be done about it, as a sentence.
    package var cure: String {
        switch self {
        case .link: "Put the file itself in its place, or leave it out by `exclude`."
        case .notAFile: "Move it away, or leave it out by `exclude`."
        case .closed, .unreadable: "Let this user read it, or leave it out by `exclude`."
        case .changing: "Collect again once nothing writes to it."
        case .name: "Rename it, or leave it out by `exclude`."
        }
    }

    /// Whether something stays at home because of it that whoever filled the folder expects to travel.
    var leavesBehind: Bool {
        switch self {
        case .link, .notAFile, .closed, .unreadable, .changing, .name: true
        }
    }
}
