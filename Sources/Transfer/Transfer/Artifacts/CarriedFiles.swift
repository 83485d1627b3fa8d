import Crypto
import Posix

/// The target snapshot of an archive together with what is known of the files it carries.
struct CarriedFiles: ListedFiles {
    private let target: Snapshot
    private let sha1: [RelativePath: SHA1Digest]
    private let carried: [String: [Entry]]

    init(_ head: ArchiveHead, rules: any ContentRules, sha1: [RelativePath: SHA1Digest]) {
        target = head.target
        self.sha1 = sha1
        let files = head.manifest.files.lazy.map(\.entry).filter { rules.landing(of: $0) == .placed }
        carried = Dictionary(grouping: files, by: \.package)
    }

    var platforms: [String] { target.platforms }
    func carried(of package: String) -> [Entry] { carried[package] ?? [] }
    func entry(at path: RelativePath) -> Entry? { target.entry(at: path) }
    func sha1(at path: RelativePath) -> SHA1Digest? { sha1[path] }
}
