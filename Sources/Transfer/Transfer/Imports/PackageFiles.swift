import Posix
import Spooling

/// The files of each package as they are once an import has placed its own, and whose they are.
struct PackageFiles: Sendable {
    /// What the archive brings and is here once it was applied, each in member order.
    private let brought: [SpooledList<Entry>]
    private let rules: any ContentRules
    private let kept: Set<RelativePath>
    private let live: any LiveTree
    private let accepted: AcceptedRecords
    private let source: String
    private let gone: Set<RelativePath>

    /// What follows from a plan; the site's own files stay at the paths of `kept`, and those at `gone` go.
    init(
        _ plan: ImportPlan,
        _ live: any LiveTree,
        _ accepted: AcceptedRecords,
        rules: any ContentRules,
        source: String,
        kept: Set<RelativePath>,
        gone: Set<RelativePath>
    ) {
        brought = [plan.new, plan.replaced, plan.unchanged]
        self.rules = rules
        self.kept = kept
        self.live = live
        self.accepted = accepted
        self.source = source
        self.gone = gone
    }

    func of(_ package: String) -> [OwnedFile] {
        let fresh = brought(of: package).map { entry in
            let file = LiveFile(path: entry.path, sha512: entry.sha512, sha1: nil, isIntact: true)
            return OwnedFile(file: file, isSource: true)
        }
        let replaced = Set(fresh.map(\.file.path))
        let others = live.files(of: package).filter { !replaced.contains($0.path) && !gone.contains($0.path) }.map {
            file in
            OwnedFile(file: file, isSource: accepted.isFile(file, of: source))
        }
        return (fresh + others).sorted { $0.file.path < $1.file.path }
    }

    /// Found by their paths: what a package's document lists lies beneath its name.
    private func brought(of package: String) -> [Entry] {
        brought.flatMap { entries -> [Entry] in
            let start = entries.firstIndex {
                rules.landing(of: $0) == .placed && RelativePath.bytesPrecede($0.path.string, "\(package)/")
            }
            return entries.elements(at: start..<entries.count)
                .prefix { $0.package == package && rules.landing(of: $0) == .placed }
                .filter { !kept.contains($0.path) }
        }
    }
}
