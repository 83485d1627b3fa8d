import Crypto
package import Posix
package import Spooling

extension Entry: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        bytes.pack(path.string)
        bytes.pack(size)
        bytes.pack(sha512)
        bytes.pack(kind.rawValue)
        bytes.pack(package)
        bytes.pack(version)
        bytes.pack(Int64(held ? 1 : 0))
    }

    package init(unpacking bytes: inout PackedReader) {
        self.init(
            path: bytes.path(),
            size: bytes.number(),
            sha512: bytes.digest(),
            kind: Self.kind(bytes.text()),
            package: bytes.repeatedText(),
            version: bytes.optionalText(),
            held: bytes.number() == 1
        )
    }

    /// Nearly all are of one kind, whose name need not be made anew.
    private static func kind(_ name: String) -> EntryKind {
        name == EntryKind.file.rawValue ? .file : EntryKind(rawValue: name)
    }
}

extension Manifest.File: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        entry.pack(into: &bytes)
        bytes.pack(Int64(operation == .add ? 0 : 1))
    }

    package init(unpacking bytes: inout PackedReader) {
        self.init(entry: Entry(unpacking: &bytes), operation: bytes.number() == 0 ? .add : .replace)
    }
}

extension Manifest.Delete: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        bytes.pack(path.string)
        bytes.pack(sha512)
    }

    package init(unpacking bytes: inout PackedReader) { self.init(path: bytes.path(), sha512: bytes.digest()) }
}

extension PackedBytes {
    mutating func pack(_ digest: SHA512Digest) { digest.append(to: &bytes) }
}

extension PackedReader {
    mutating func digest() -> SHA512Digest {
        defer { position += SHA512Digest.byteCount }
        return SHA512Digest(in: bytes, at: position)
    }

    /// A path that was one when it was packed.
    mutating func path() -> RelativePath { RelativePath(packed: text()) }
}

extension SpooledList<Entry> {
    /// The entry at `path` of a list that is sorted by path; `nil` when it is not listed.
    ///
    /// Logarithmic, and quick for one path after another in their order.
    package func entry(at path: RelativePath) -> Entry? {
        let index = firstIndex { $0.path < path }
        guard index < count else { return nil }
        let found = self[index]
        return found.path == path ? found : nil
    }
}
