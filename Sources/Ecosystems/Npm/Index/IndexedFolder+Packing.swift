import Crypto
import Posix
package import Spooling
import Transfer
import Trees

extension IndexedFolder: Spoolable {
    /// A package is as large as its files are many.
    static var blockLength: Int { 8 }

    func pack(into bytes: inout PackedBytes) {
        package.pack(into: &bytes)
        bytes.pack(Int64(files.count))
        for file in files { file.pack(into: &bytes) }
        bytes.pack(Int64(findings.count))
        for finding in findings { finding.pack(into: &bytes) }
    }

    init(unpacking bytes: inout PackedReader) {
        package = IndexedPackage(unpacking: &bytes)
        files = (0..<bytes.number()).map { _ in IndexedFile(unpacking: &bytes) }
        findings = (0..<bytes.number()).map { _ in Finding(unpacking: &bytes) }
    }
}

extension IndexedPackage: Spoolable {
    func pack(into bytes: inout PackedBytes) {
        bytes.pack(name.path)
        bytes.pack(location)
        (identity ?? .absent).pack(into: &bytes)
        bytes.pack(readAt)
        bytes.pack(digest: sha512)
        bytes.pack(Int64(listed))
        bytes.pack(facts)
        bytes.pack(Int64(ready == nil ? 0 : 1))
        ready?.pack(into: &bytes)
        bytes.pack(Int64(fingerprint == nil ? 0 : 1))
        fingerprint?.pack(into: &bytes)
    }

    init(unpacking bytes: inout PackedReader) {
        name = PackageName(packed: bytes.path())
        location = bytes.path()
        let identity = FileIdentity(unpacking: &bytes)
        self.identity = identity == .absent ? nil : identity
        readAt = bytes.number()
        sha512 = bytes.optionalDigest()
        listed = Int(bytes.number())
        facts = bytes.byteArray()
        ready = bytes.number() == 0 ? nil : ReadyForm(unpacking: &bytes)
        fingerprint = bytes.number() == 0 ? nil : FolderFingerprint(unpacking: &bytes)
    }
}

extension ReadyForm: Spoolable {
    func pack(into bytes: inout PackedBytes) {
        bytes.pack(key)
        bytes.pack(digest: content?.sha512)
        bytes.pack(content?.size ?? 0)
        bytes.pack(omission)
    }

    init(unpacking bytes: inout PackedReader) {
        key = bytes.byteArray()
        let sha512: SHA512Digest? = bytes.optionalDigest()
        let size = bytes.number()
        content = sha512.map { Content(sha512: $0, size: size) }
        omission = bytes.text()
    }
}

extension IndexedFile: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        bytes.pack(path)
        bytes.pack(version)
        bytes.pack(location == path ? nil : location.string)
        identity.pack(into: &bytes)
        bytes.pack(hashedAt)
        bytes.pack(sha512)
        bytes.pack(digest: sha1)
        bytes.pack(state.rawValue)
        bytes.pack(Int64(scan == nil ? 0 : 1))
        if let scan {
            bytes.pack(scan.at)
            bytes.pack(scan.content)
        }
    }

    package init(unpacking bytes: inout PackedReader) {
        path = bytes.path()
        version = bytes.optionalText()
        location = bytes.optionalText().map { RelativePath(packed: $0) } ?? path
        identity = FileIdentity(unpacking: &bytes)
        hashedAt = bytes.number()
        sha512 = bytes.digest()
        sha1 = bytes.optionalDigest()
        state = FileState(rawValue: bytes.text()) ?? .broken
        scan = bytes.number() == 0 ? nil : FileScan(at: bytes.number(), content: bytes.text())
    }
}
