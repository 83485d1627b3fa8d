import Posix
import Spooling

/// The carried files sorted by path: a list in member order is made of few runs that are.
struct MemberRuns: Sequence {
    /// More than there are ways to land in any tree.
    private static let most = 100

    private let files: SpooledList<Manifest.File>
    private let runs: [Range<Int>]

    /// Finds the runs; throws for a list that has too many to be in member order.
    init(_ files: SpooledList<Manifest.File>) throws {
        self.files = files
        var runs: [Range<Int>] = []
        var start = 0
        var last: RelativePath?
        for (index, file) in files.enumerated() {
            if let known = last, !(known < file.entry.path) {
                runs.append(start..<index)
                start = index
            }
            last = file.entry.path
            guard runs.count < Self.most else { throw DocumentReading.malformed("files is not in member order") }
        }
        self.runs = runs + [start..<files.count]
    }

    func makeIterator() -> Iterator { Iterator(runs.map { files.elements(at: $0).makeIterator() }) }

    /// Gives the least of what comes next in each run.
    struct Iterator: IteratorProtocol {
        private var runs: [SpooledIterator<Manifest.File>]
        private var heads: [Entry?]

        init(_ runs: [SpooledIterator<Manifest.File>]) {
            self.runs = runs
            heads = []
            for index in runs.indices { heads.append(self.runs[index].next()?.entry) }
        }

        mutating func next() -> Entry? {
            var least: (index: Int, entry: Entry)?
            for (index, head) in heads.enumerated() {
                guard let head, least.map({ head.path < $0.entry.path }) ?? true else { continue }
                least = (index, head)
            }
            guard let least else { return nil }
            heads[least.index] = runs[least.index].next()?.entry
            return least.entry
        }
    }
}
