import Posix

/// The files of each package as they are once an import has placed its own, and whose they are.
struct PackageFiles: Sendable {
    private let brought: [String: [Entry]]
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
        let files = (plan.new + plan.replaced + plan.unchanged).filter {
            rules.landing(of: $0) == .placed && !kept.contains($0.path)
        }
        brought = Dictionary(grouping: files, by: \.package)
        self.live = live
        self.accepted = accepted
        self.source = source
        self.gone = gone
    }

    func of(_ package: String) -> [OwnedFile] {
        let fresh = (brought[package] ?? []).map { entry in
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
}
