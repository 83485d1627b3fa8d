package import Crypto
import JSON
import Posix
package import Time

/// `.packferry/trusted-keys.json`: whose archives a tree takes, and the same in the folder of a site: whose word it takes
/// for that site's.
///
/// It lies beside the tree, so that whoever loses the service's own state does not take what anybody brings.
package struct TrustedKeyStore: Sendable {
    private static let name = "trusted-keys.json"
    private static let format = "packferry.trusted-keys/1"
    private let folder: RepositoryFolder
    /// The site whose word the keys sign; `nil` where they sign archives.
    private let site: String?

    /// The keys for what a site says, or for archives.
    package init(_ folder: RepositoryFolder, ofSite site: String? = nil) {
        self.folder = folder
        self.site = site
    }

    private var file: RelativePath {
        get throws {
            guard let site else { return try RelativePath(Self.name) }
            return try SiteFolder.place(of: site).appending(Self.name)
        }
    }

    /// Those that are known; none before the first was trusted.
    package func load() throws -> TrustedKeys {
        let file = try file
        guard let bytes = try folder.read(file.string) else { return TrustedKeys() }
        let path = "\(folder.directory.path)/\(file)"
        return try DocumentReading.namingRecords(path, hint: cure) {
            let document = try JSONDecoder().decode(Document.self, from: bytes)
            try DocumentReading.requireFormat(document.format, Self.format)
            for entry in document.keys {
                guard let line = try? SSHPublicKeyLine(entry.key), line.text == line.key.sshText,
                    line.key.fingerprint == entry.fingerprint
                else {
                    throw DocumentReading.malformed("a fingerprint is not that of its key")
                }
            }
            return TrustedKeys(document.keys)
        }
    }

    private var cure: String {
        "Restore it from a backup of the storage. Without one, move it away and trust the keys again: until then "
            + (site == nil ? "archives are taken that nobody signed" : "anybody's word is taken for the site's")
    }

    /// Trusts a key and says what is known of it; a dry run only says it.
    package func trust(
        _ line: SSHPublicKeyLine,
        at moment: Moment,
        by initiator: String,
        isDryRun: Bool = false
    ) throws -> TrustedKey {
        try change(isDryRun: isDryRun) { keys in try keys.trust(line, at: moment, by: initiator) }
    }

    /// Retires a key and says what is known of it; a dry run only says it.
    ///
    /// Throws `notFound` when no key that counts has that fingerprint.
    package func retire(_ fingerprint: String, at moment: Moment, isDryRun: Bool = false) throws -> TrustedKey {
        try change(isDryRun: isDryRun) { keys in
            guard let retired = keys.retire(fingerprint, at: moment) else {
                throw TransferError(
                    .notFound,
                    fingerprint,
                    "is the fingerprint of no key that is trusted here" + (site.map { " for \($0)" } ?? ""),
                    hint: "`packferry keys list` shows them"
                )
            }
            return retired
        }
    }

    /// Trusts what an archive announces that a trusted key signed, and says what is new.
    func adopt(from head: ArchiveHead, at moment: Moment) throws -> [TrustedKey] {
        guard !head.manifest.keys.isEmpty, let signer = head.signer, try load().trust(signer) else { return [] }
        return try change(isDryRun: false) { keys in
            try keys.adopt(head.manifest.keys, at: moment, from: head.manifest.title)
        }
    }

    private func change<T>(isDryRun: Bool, _ change: (inout TrustedKeys) throws -> T) throws -> T {
        let before = try load()
        var keys = before
        let result = try change(&keys)
        guard !isDryRun, keys != before else { return result }
        if let site { try AtomicFile.makeFolders(SiteFolder.place(of: site), in: folder.directory) }
        try folder.write(file.string, JSONEncoder().encode(Document(format: Self.format, keys: keys.keys)) + [10])
        return result
    }
}

private struct Document: Codable {
    let format: String
    let keys: [TrustedKey]
}
