import Crypto
import Posix
import Spooling
import Synchronization

/// The target snapshot of an archive together with what is known of the files it carries.
struct CarriedFiles: ListedFiles {
    private let target: Snapshot
    private let files: SpooledList<Manifest.File>
    private let rules: any ContentRules
    private let digests: SHA1Table

    init(_ head: ArchiveHead, rules: any ContentRules, sha1 digests: SHA1Table) {
        target = head.target
        files = head.manifest.files
        self.rules = rules
        self.digests = digests
    }

    var platforms: [String] { target.platforms }

    /// Found by their paths: what a package's document lists lies beneath its name.
    func carried(of package: String) -> [Entry] {
        var found: [Entry] = []
        for file in files.elements(at: index(of: "\(package)/")..<files.count) {
            guard file.entry.package == package, rules.landing(of: file.entry) == .placed else { break }
            found.append(file.entry)
        }
        return found
    }

    func entry(at path: RelativePath) -> Entry? { target.entry(at: path) }

    func sha1(at path: RelativePath) -> SHA1Digest? {
        let index = index(of: path.string)
        guard index < files.count, files[index].entry.path == path else { return nil }
        return digests[index]
    }

    /// Where the first placed file stands, or would, whose path does not precede a text.
    private func index(of text: String) -> Int {
        files.firstIndex {
            rules.landing(of: $0.entry) == .placed && RelativePath.bytesPrecede($0.entry.path.string, text)
        }
    }
}

/// The SHA-1 of carried files as far as they were needed, by their position in the manifest.
final class SHA1Table: Sendable {
    private let digests: Mutex<[SHA1Digest?]>

    init(count: Int) { digests = Mutex(Array(repeating: nil, count: count)) }

    subscript(position: Int) -> SHA1Digest? {
        get { digests.withLock { position < $0.count ? $0[position] : nil } }
        set { digests.withLock { $0[position] = newValue } }
    }
}
