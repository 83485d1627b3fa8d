import Crypto
import JSON
import Posix
import Transfer

/// A tiny ecosystem that knows nothing of npm: a folder per package, in it a file `<version>.bin` per version and an
/// `index.txt` with one line `version sha512` for each; beside the folders perhaps a `front.txt` about all of them.
enum TextTree {
    static let index = EntryKind(rawValue: "text-index")
    static let indexName = "index.txt"
    static let front = EntryKind(rawValue: "text-front")
    static let frontName = "front.txt"

    /// The digests by version; a line that is none is passed over.
    static func lines(_ bytes: [UInt8]) -> [String: SHA512Digest] {
        var found: [String: SHA512Digest] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let digest = SHA512Digest(hex: words[1]) else { continue }
            found[String(words[0])] = digest
        }
        return found
    }

    static func document(_ lines: [String: SHA512Digest]) -> [UInt8] {
        lines.sorted { $0.key < $1.key }.flatMap { Array("\($0.key) \($0.value.hex)\n".utf8) }
    }

    /// The version that a file name stands for; `nil` when it is no file of a version.
    static func version(of name: String) -> String? {
        name.hasSuffix(".bin") && !name.hasPrefix(".") ? String(name.dropLast(4)) : nil
    }

    static func entry(_ package: String, _ version: String, _ content: String, held: Bool = false) throws -> Entry {
        let bytes = Array(content.utf8)
        return Entry(
            path: try RelativePath("\(package)/\(version).bin"),
            size: Int64(bytes.count),
            sha512: SHA512.hash(bytes),
            kind: .file,
            package: package,
            version: version,
            held: held
        )
    }

    static func indexEntry(_ package: String, _ bytes: [UInt8]) throws -> Entry {
        Entry(
            path: try RelativePath("\(package)/\(indexName)"),
            size: Int64(bytes.count),
            sha512: SHA512.hash(bytes),
            kind: index,
            package: package,
            version: nil
        )
    }
}

struct TextRules: ContentRules {
    var type: String { "text" }
    let landings: [EntryKind: Landing] = [TextTree.index: .merged, TextTree.front: .placedLast(1)]

    func place(of path: RelativePath) -> EntryPlace? {
        if path.string == TextTree.frontName { return EntryPlace(TextTree.front, of: "") }
        guard let package = path.parent?.string else { return nil }
        return EntryPlace(path.lastComponent == TextTree.indexName ? TextTree.index : .file, of: package)
    }

    func checkEntry(_ entry: Entry) throws {
        if entry.kind == TextTree.front, entry.path.string == TextTree.frontName, entry.version == nil { return }
        guard let package = entry.path.parent, package.components.count == 1, !package.string.hasPrefix(".") else {
            throw TransferError(.refused, entry.path.string, "does not lie in the folder of a package")
        }
        let name = entry.path.lastComponent
        let isNamed = entry.kind == .file ? TextTree.version(of: name) == entry.version : name == TextTree.indexName
        guard entry.package == package.string, isNamed else {
            throw TransferError(.refused, entry.path.string, "is no file of \(entry.package)")
        }
    }

    func checkDocument(_ bytes: [UInt8], of entry: Entry, files: any ListedFiles) throws {
        let lines = TextTree.lines(bytes)
        for (version, digest) in lines {
            let path = try RelativePath("\(entry.package)/\(version).bin")
            guard files.entry(at: path)?.sha512 == digest else {
                throw TransferError(.refused, entry.path.string, "lists \(version), which the snapshot has not")
            }
        }
        for file in files.carried(of: entry.package) where lines[file.version ?? ""] == nil {
            throw TransferError(.refused, entry.path.string, "does not list \(file.path)")
        }
    }
}

/// Takes the source's lines, keeps those of files that the site published, drops those without a file.
struct TextMerger: EntryMerger {
    func merge(_ request: MergeRequest) throws -> MergeResult {
        let incoming = request.incoming.map(TextTree.lines) ?? [:]
        var merged: [String: SHA512Digest] = [:]
        var conflicts: [String] = []
        for owned in request.files {
            guard let version = TextTree.version(of: owned.file.path.lastComponent) else { continue }
            let local = request.local.flatMap { TextTree.lines($0)[version] }
            merged[version] = incoming[version] == owned.file.sha512 ? owned.file.sha512 : local
            guard !owned.isSource, let theirs = incoming[version], theirs != owned.file.sha512 else { continue }
            conflicts.append("\(version) was published here with other bytes")
        }
        let ofSite = Set(request.files.lazy.filter { !$0.isSource }.map(\.file.path.lastComponent))
        for name in request.held.subtracting(ofSite) { TextTree.version(of: name).map { merged[$0] = incoming[$0] } }
        return MergeResult(
            bytes: merged.isEmpty ? nil : TextTree.document(merged),
            record: ["sequence": .integer(request.sequence), "merges": .integer(merges(request) + 1)],
            conflicts: conflicts
        )
    }

    /// The lines of before, with those that the site added, changed or took away since.
    func reverse(_ request: ReversalRequest) throws -> [UInt8]? {
        let (after, now) = (request.after.map(TextTree.lines) ?? [:], TextTree.lines(request.now))
        var lines = request.before.map(TextTree.lines) ?? [:]
        for version in Set(after.keys).union(now.keys) where after[version] != now[version] {
            lines[version] = now[version]
        }
        for name in request.removed { TextTree.version(of: name).map { lines[$0] = nil } }
        return lines.isEmpty && request.before == nil ? nil : TextTree.document(lines)
    }

    func gather(_ documents: [[UInt8]], of entry: Entry, beside files: Set<String>) throws -> [UInt8] {
        let lines = documents.reversed().reduce(into: [String: SHA512Digest]()) { lines, bytes in
            lines.merge(TextTree.lines(bytes)) { $1 }
        }
        let first = TextTree.lines(documents[0])
        return TextTree.document(lines.filter { first[$0.key] != nil || files.contains("\($0.key).bin") })
    }

    private func merges(_ request: MergeRequest) -> Int64 { request.record?["merges"]?.integerValue ?? 0 }
}
