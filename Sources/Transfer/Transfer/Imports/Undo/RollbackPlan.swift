import Crypto
import Posix
import Spooling

/// Decides, file by file, what taking an import back does to a tree.
///
/// Pure; documents are decided on by what is in them.
struct RollbackPlan {
    /// Files that get their old content back.
    private(set) var restored: [UndoRecord.Change] = []
    /// Files that go.
    private(set) var removed: [UndoRecord.Change] = []
    /// Files that are gone already: the site removed them, or a run that was interrupted.
    private(set) var absent: [UndoRecord.Change] = []
    /// Files that the site changed since: they stay.
    private(set) var kept: [UndoRecord.Change] = []
    /// Documents that the import changed.
    let documents: [UndoRecord.Change]
    private let rules: any ContentRules
    private var gone: [String: Set<String>] = [:]

    /// Plans for a tree as it is; `isKept` tells whether what was replaced is still there.
    init(
        _ record: UndoRecord,
        live: any LiveTree,
        rules: any ContentRules,
        isKept: (RelativePath) throws -> Bool
    ) rethrows {
        self.rules = rules
        documents = record.changes.values.filter { rules.landing(of: $0.kind) == .merged }
        for change in record.changes.values where rules.landing(of: change.kind) != .merged {
            try decide(
                change,
                here: live.file(at: change.path)?.sha512,
                hasOld: change.old != nil && isKept(change.path)
            )
        }
    }

    private mutating func decide(_ change: UndoRecord.Change, here: SHA512Digest?, hasOld: Bool) {
        switch here {
        case change.new where hasOld: restored.append(change)
        case change.old where here != nil: return
        case change.new where here != nil:
            removed.append(change)
            gone[change.package, default: []].insert(change.path.lastComponent)
        // What the site removed itself stays away.
        case nil:
            absent.append(change)
            gone[change.package, default: []].insert(change.path.lastComponent)
        default: kept.append(change)
        }
    }

    /// The landings of all that is restored or goes, but for documents, in their order.
    var landings: [Landing] { Set((restored + removed).map(landing)).sorted() }

    func landing(of change: UndoRecord.Change) -> Landing { rules.landing(of: change.kind) ?? .placed }

    /// The names of the files of a package that will not be there any more.
    func goneFiles(of package: String) -> Set<String> { gone[package] ?? [] }

    /// Packages that something is done to.
    var packages: Set<String> { Set((restored + removed + documents).map(\.package)) }

    /// Says that a file stays.
    static func sentence(onKept path: RelativePath) -> String {
        "\(path): was changed here since, and stays as it is"
    }
}
