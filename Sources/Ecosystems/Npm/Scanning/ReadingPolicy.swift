import Trees

/// Which files a collect reads, and for what.
enum ReadingPolicy: Sendable, Equatable {
    /// Those that changed, for their digests.
    case changed
    /// All, for their digests.
    case all
    /// For what is in them, too: those that changed and those that were not scanned since a moment, in nanoseconds since
    /// 1970; all where it is `nil`.
    case contents(since: Int64?)

    /// Whether files are checked by what is in them.
    var looksInside: Bool { if case .contents = self { true } else { false } }

    /// Whether an unchanged file is read all the same.
    func isDue(_ file: IndexedFile) -> Bool {
        switch self {
        case .changed: false
        case .all: true
        case .contents(let since): since.map { since in file.scan.map { $0.at < since } ?? true } ?? true
        }
    }
}
