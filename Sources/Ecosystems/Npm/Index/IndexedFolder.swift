package import Crypto
package import Posix
import Transfer
package import Trees

/// A tarball as the index knows it.
package struct IndexedFile: Sendable, Equatable {
    /// Its path, `<name>/<file>`.
    package let path: RelativePath
    /// The version it is the tarball of; `nil` when none names it.
    package let version: String?
    let location: RelativePath
    let identity: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let hashedAt: Int64
    /// Of its bytes when they were read last.
    package let sha512: SHA512Digest
    let sha1: SHA1Digest?
    /// How it stands now.
    package let state: FileState
    /// What was seen in these bytes when they were scanned last; `nil` for those that never were.
    var scan: FileScan?

    /// Bytes.
    package var size: Int64 { identity.size }
}

/// A package's document as the index knows it.
struct IndexedPackage: Sendable, Equatable {
    let name: PackageName
    let location: RelativePath
    /// `nil` when there is no document.
    let identity: FileIdentity?
    /// Nanoseconds since 1970, before the first byte was read.
    let readAt: Int64
    /// Of the document's bytes; `nil` when it cannot be used as a packument.
    let sha512: SHA512Digest?
    /// How many versions it lists.
    let listed: Int
    /// What planning needs of it, encoded; empty when it is not readable.
    let facts: [UInt8]
    /// Its offline-ready form; `nil` when that was not made yet.
    var ready: ReadyForm?
    /// Of its folder; `nil` where that cannot tell whether something was touched.
    var fingerprint: FolderFingerprint?
}

/// The offline-ready form of a packument, as it was made last.
struct ReadyForm: Sendable, Equatable {
    /// A digest of everything it was made from.
    let key: [UInt8]
    /// What it is; `nil` when no version is left.
    let content: Content?
    /// What was left out of it although it is here, as a clause; empty when nothing was.
    let omission: String

    struct Content: Sendable, Equatable {
        let sha512: SHA512Digest
        let size: Int64
    }
}

/// Everything the index knows of one package.
struct IndexedFolder: Sendable, Equatable {
    var package: IndexedPackage
    /// Sorted by path.
    var files: [IndexedFile]
    var findings: [Finding]

    /// The file at `path`; logarithmic.
    func file(at path: RelativePath) -> IndexedFile? {
        var (low, high) = (files.startIndex, files.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if files[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low < files.endIndex && files[low].path == path ? files[low] : nil
    }

    /// Whether nothing that a snapshot could show differs; times and places may.
    func hasSameContent(as other: IndexedFolder?) -> Bool {
        guard let other, package.sha512 == other.package.sha512, files.count == other.files.count else { return false }
        return zip(files, other.files).allSatisfy {
            $0.path == $1.path && $0.sha512 == $1.sha512 && $0.state == $1.state && $0.version == $1.version
        }
    }

    /// The same, as that of a folder which is known again by its fingerprint, if that tells all.
    func seen(in folder: PackageFolder) -> IndexedFolder {
        var seen = self
        seen.package.fingerprint = folder.isCurrent(as: self, .changed) ? folder.fingerprint : nil
        return seen
    }

    /// The same, with the offline-ready form that was made before; its key tells whether it still holds.
    func keepingReady(of other: IndexedFolder?) -> IndexedFolder {
        var folder = self
        folder.package.ready = other?.package.ready
        return folder
    }
}

/// What the files of a package come to.
struct FileTotals: Sendable, Equatable {
    private(set) var count = 0
    private(set) var bytes: Int64 = 0
    /// How many of them versions name.
    private(set) var versions = 0

    /// Adds up files.
    init(_ files: [IndexedFile]) {
        for file in files {
            count += 1
            bytes += file.size
            if file.version != nil { versions += 1 }
        }
    }
}
