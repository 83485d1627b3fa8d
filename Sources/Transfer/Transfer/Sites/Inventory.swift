package import Crypto
import JSON
package import Posix
package import Time

/// What a site really holds, path by path (docs/formats/receipt.md, "Inventories").
package struct Inventory: Sendable, Equatable {
    /// The site, where the document says so.
    package let site: String?
    /// Which tree the site's newest archive came from, where the document says so; its own where none ever came.
    package let repository: RepositoryIdentity?
    /// Stands in one row with the counters of the site's receipts.
    package let counter: Int64
    /// What it is called: 32 hex digits that follow from what it lists.
    package let id: String
    /// Content by path; what is damaged or cannot be read is not in it.
    package let files: [RelativePath: SHA512Digest]
    /// Where the site keeps something else for good, which counts as held; sorted.
    package let conflicts: [RelativePath]

    /// What its file is called when it leaves a site: `inventory-plant-7-1795224600.json`.
    package static func fileName(of site: String, counter: Int64) -> String { "inventory-\(site)-\(counter).json" }
}

extension Inventory {
    /// Reads what a site exported, or what `sha512sum` printed there at a moment.
    ///
    /// Of the latter a leading `./` or `storage/` is dropped, and documents are passed over, for what lies there is
    /// merged with what the site published itself.
    package init(parsing bytes: [UInt8], takenAt moment: Moment, isDocument: (RelativePath) -> Bool) throws {
        let first = bytes.first { ![UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }
        self =
            first == UInt8(ascii: "{")
            ? try Self.document(bytes) : try Self.list(bytes, takenAt: moment, isDocument: isDocument)
    }

    private static func document(_ bytes: [UInt8]) throws -> Inventory {
        let snapshot = try Snapshot(parsing: bytes, named: "inventory")
        return try DocumentReading.naming("inventory") {
            var (site, counter): (String?, Int64?)
            var conflicts: [RelativePath] = []
            var scanner = try JSONScanner(bytes, limits: DocumentReading.limits, duplicateKeys: .reject)
            try scanner.object { key, scanner in
                switch key {
                case "site": site = try DocumentReading.siteName(from: &scanner)
                case "counter": counter = try DocumentReading.counter(from: &scanner)
                case "conflicts": conflicts = try DocumentReading.paths(from: &scanner, in: "conflicts")
                default: _ = try scanner.skipValue()
                }
            }
            guard let site, let counter else {
                throw DocumentReading.malformed("it is a snapshot, and says neither a site nor a counter")
            }
            return Inventory(
                site: site,
                repository: snapshot.repository,
                counter: counter,
                id: snapshot.id,
                files: Dictionary(snapshot.whole.map { ($0.path, $0.sha512) }) { first, _ in first },
                conflicts: conflicts
            )
        }
    }

    private static func list(
        _ bytes: [UInt8],
        takenAt moment: Moment,
        isDocument: (RelativePath) -> Bool
    ) throws -> Inventory {
        var files: [RelativePath: SHA512Digest] = [:]
        for raw in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let line = line(raw) else {
                let shown = String(decoding: raw.prefix(160), as: UTF8.self)
                throw TransferError(
                    .malformed,
                    "inventory",
                    "has a line that is neither of an inventory nor of sha512sum: \(shown)",
                    hint:
                        "Make it in the storage of the site: find . -name '*.tgz' -exec sha512sum {} + > inventory.txt"
                )
            }
            guard let path = try? RelativePath(relative(line.name)), !isDocument(path), !isOwn(path) else { continue }
            files[path] = line.sha512
        }
        guard !files.isEmpty else {
            throw TransferError(
                .malformed,
                "inventory",
                "names no file",
                hint: "Register what `packferry inventory export` or `sha512sum` wrote there"
            )
        }
        let lines = files.sorted { $0.key < $1.key }.map { Checksums.Line(sha512: $0.value, name: $0.key.string) }
        return Inventory(
            site: nil,
            repository: nil,
            counter: moment.seconds,
            id: String(Checksums.digest(of: lines).hex.prefix(32)),
            files: files,
            conflicts: []
        )
    }

    /// Escaped names are of files that no archive brings.
    private static func line(_ raw: ArraySlice<UInt8>) -> Checksums.Line? {
        var raw = raw
        if raw.last == UInt8(ascii: "\r") { raw.removeLast() }
        if raw.first == UInt8(ascii: "\\") { raw.removeFirst() }
        return Checksums.Line(printed: raw)
    }

    private static func relative(_ name: String) -> String {
        var name = Substring(name)
        for prefix in ["./", "storage/"] where name.hasPrefix(prefix) { name = name.dropFirst(prefix.count) }
        return String(name)
    }

    /// What this product or the registry keeps there for itself.
    private static func isOwn(_ path: RelativePath) -> Bool { path.string.hasPrefix(".") }
}
