import Folders
import Posix
import Transfer

/// Files of their topmost folders, each by itself.
struct PlainRules: FolderRules {
    var type: String { "plain" }
    var landings: [EntryKind: Landing] { [:] }
    var mayShareFiles: Bool { false }
    var wayOut: String { "name it in exclude" }

    func place(of path: RelativePath) -> EntryPlace? { EntryPlace(.file, of: path.top) }
    func version(of path: RelativePath) -> String? { nil }
    func checkEntry(_ entry: Entry) throws {}
}
