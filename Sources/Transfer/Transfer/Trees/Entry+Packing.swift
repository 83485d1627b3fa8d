package import Crypto
package import Posix
package import Spooling
import Time

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
    /// Appends the raw bytes.
    package mutating func pack(_ digest: SHA512Digest) { digest.append(to: &bytes) }

    /// Appends a digest that may be absent.
    package mutating func pack(digest: (some Digest)?) {
        pack(Int64(digest == nil ? 0 : 1))
        digest?.append(to: &bytes)
    }

    /// Appends a path as text.
    package mutating func pack(_ path: RelativePath) { pack(path.string) }
}

extension PackedReader {
    /// The next digest.
    package mutating func digest() -> SHA512Digest { rawDigest() }

    /// The next digest that may be absent.
    package mutating func optionalDigest<D: Digest>() -> D? { number() == 0 ? nil : rawDigest() }

    /// A path that was one when it was packed.
    package mutating func path() -> RelativePath { RelativePath(packed: text()) }

    private mutating func rawDigest<D: Digest>() -> D {
        defer { position += D.byteCount }
        return D(in: bytes, at: position)
    }
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

extension Finding: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        bytes.pack(id ?? -1)
        for text in [repository, kind.rawValue, path, detail, state.rawValue] { bytes.pack(text) }
        for text in [package, version, quarantine] { bytes.pack(text) }
        bytes.pack(Int64(attempts))
        bytes.pack(firstSeen.nanoseconds)
        bytes.pack(lastSeen.nanoseconds)
    }

    package init(unpacking bytes: inout PackedReader) {
        let id = bytes.number()
        let (repository, kind, path) = (bytes.text(), bytes.text(), bytes.text())
        let (detail, state) = (bytes.text(), bytes.text())
        let (package, version, quarantine) = (bytes.optionalText(), bytes.optionalText(), bytes.optionalText())
        let attempts = Int(bytes.number())
        self.init(
            FindingKind(rawValue: kind),
            at: path,
            package: package,
            version: version,
            detail: detail,
            in: repository,
            seen: Moment(nanoseconds: bytes.number())
        )
        self.id = id < 0 ? nil : id
        self.state = State(rawValue: state) ?? .open
        self.attempts = attempts
        self.quarantine = quarantine
        lastSeen = Moment(nanoseconds: bytes.number())
    }
}
