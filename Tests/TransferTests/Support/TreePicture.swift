import Crypto
import Posix

/// Everything that lies beneath a folder, by path, as text: kind, owner, mode and content.
///
/// Two equal pictures are two equal trees.
struct TreePicture: Sendable, Equatable, CustomStringConvertible {
    private(set) var entries: [String: String] = [:]

    /// Takes the picture, leaving out the folders named in `skipping`.
    init(_ folder: Directory, skipping: Set<String> = [".packferry"]) throws {
        try visit(folder, at: "", skipping)
    }

    private mutating func visit(_ folder: Directory, at place: String, _ skipping: Set<String>) throws {
        for entry in try folder.entries() where !skipping.contains(entry.name) {
            let info = entry.info
            let bits = "\(info.owner):\(info.group) \(String(info.mode, radix: 8))"
            guard info.kind == .directory else {
                let name = try RelativePath(entry.name)
                let content =
                    info.kind == .regular ? SHA512.hash(try folder.open(name).readAll(limit: 64 << 20)).hex : ""
                entries[place + entry.name] = "\(info.kind) \(bits) \(content.prefix(16))"
                continue
            }
            entries[place + entry.name + "/"] = bits
            try visit(try folder.subdirectory(RelativePath(entry.name)), at: "\(place)\(entry.name)/", skipping)
        }
    }

    var paths: [String] { entries.keys.sorted() }

    var description: String {
        entries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    }
}
