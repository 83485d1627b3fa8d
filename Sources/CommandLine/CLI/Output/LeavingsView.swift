import API
import Transfer

/// What is said, in the same words after every command, of what does not travel.
struct LeavingsView {
    private let leftBehind: Excerpt<LeftBehind>
    private let held: Int
    private let notCached: Excerpt<String>?
    private let listsAll: Bool

    /// Lists at length what nobody needs to act on if people asked for more (`--verbose`).
    init(
        _ leftBehind: Excerpt<LeftBehind>,
        held: Int = 0,
        notCached: Excerpt<String>? = nil,
        for console: Console
    ) {
        self.leftBehind = leftBehind
        self.held = held
        self.notCached = notCached
        listsAll = console.volume == .verbose
    }

    /// How the command ends.
    var exit: ExitCode { leftBehind.count > 0 || held > 0 ? .partial : .done }

    /// The counts, for a table of details.
    var details: [(name: String, value: String?)] {
        [("left behind", Quantity.some(leftBehind.count)), ("held", Quantity.some(held))]
    }

    /// The counts in one line; nothing where nothing was left behind.
    var summary: [Block] {
        guard exit == .partial else { return [] }
        let counts = [
            leftBehind.count > 0 ? "\(Quantity.count(leftBehind.count)) left behind" : nil,
            held > 0 ? "\(Quantity.counted(held, "file")) held" : nil,
        ]
        return [.line(counts.compactMap(\.self).joined(separator: ", "))]
    }

    /// Each thing with its reason, then what else should be read, then what was never there.
    func lines(_ warnings: [String] = []) -> [Block] {
        let told = Set(leftBehind.items.map(\.sentence))
        let remarks = warnings.filter { !told.contains($0) }
        return leftBehindLines + Block.lines("warning", remarks) + notCachedLines
    }

    private static let shown = 20

    /// The first of them, or all that are at hand where more was asked for.
    private var leftBehindLines: [Block] {
        let named = listsAll ? leftBehind.items : Array(leftBehind.items.prefix(Self.shown))
        let more = leftBehind.count - named.count
        let rest = "left behind: and \(Quantity.count(more)) more; 'packferry findings list' names them all"
        return Block.lines("left behind", named.map(\.sentence)) + (more > 0 ? [.line(rest)] : [])
    }

    private var notCachedLines: [Block] {
        guard let notCached, notCached.count > 0 else { return [] }
        if listsAll {
            let more = notCached.count - notCached.items.count
            let rest = more > 0 ? [Block.line("not cached: and \(Quantity.count(more)) more")] : []
            return Block.lines("not cached", notCached.items) + rest
        }
        let packages = Quantity.counted(notCached.count, "package")
        return [.line("not cached: \(packages) of which no version was ever fetched; --verbose names them")]
    }
}
