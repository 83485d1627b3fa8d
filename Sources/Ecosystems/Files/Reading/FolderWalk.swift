import Posix
import Transfer

/// Walks a folder and yields the regular files that are to be carried.
struct FolderWalk {
    /// By path.
    private(set) var files: [RelativePath: FileInfo] = [:]
    /// What is wrong, with the path as it was seen.
    private(set) var findings: [(kind: FilesFinding, path: String, detail: String)] = []
    private let selection: Selection
    private var pending: [RelativePath?] = [nil]

    /// Lists everything beneath `root`.
    ///
    /// What cannot be read or carried is a finding, and the rest goes on; throws when the root itself cannot be read.
    init(_ root: Directory, _ selection: Selection) throws {
        self.selection = selection
        while let place = pending.popLast() {
            try Task.checkCancellation()
            do {
                try visit(place.map { path throws(SystemError) in try root.subdirectory(path) } ?? root, at: place)
            } catch let error as SystemError {
                guard let place else { throw error }
                findings.append((.unreadable, place.string, "cannot be read: \(error.errno)"))
            }
        }
    }

    private mutating func visit(_ folder: Directory, at place: RelativePath?) throws {
        for entry in try folder.entries() where place != nil || entry.name != RepositoryFolder.name {
            guard entry.isName, let path = try? RelativePath(place.map { "\($0)/\(entry.name)" } ?? entry.name) else {
                noteName(entry.name, in: place)
                continue
            }
            if selection.exclude.contains(where: { $0.matches(path) }) { continue }
            switch entry.info.kind {
            case .regular: files[path] = entry.info
            case .directory: pending.append(path)
            case .link: findings.append((.link, path.string, "is a link, which is not followed"))
            case .other: findings.append((.notAFile, path.string, "is a device, a socket or a pipe"))
            }
        }
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
enum FilesFinding: String, CaseIterable {
    /// A symbolic link; none is followed.
    case link
    /// A device, a socket or a pipe.
    case notAFile = "not-a-file"
    /// A file or folder that cannot be read.
    case unreadable
    /// A file that was written to while it was read.
    case changing
    /// A name that no archive can hold.
    case name

    var kind: FindingKind { FindingKind(rawValue: rawValue) }
}
