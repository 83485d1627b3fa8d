import Folders
package import Posix
package import Transfer

/// What the files of an APT repository are, by their paths, and what an archive of one may carry (docs/formats/apt.md).
package struct APTRules: FolderRules {
    /// An index under its digest, which clients ask for first: it is there before any list says so.
    static let byHash = EntryKind(rawValue: "by-hash")
    /// An index under its name.
    static let index = EntryKind(rawValue: "index")
    /// `Release` and its signature.
    static let release = EntryKind(rawValue: "release")
    /// `InRelease`, by which clients begin.
    static let inRelease = EntryKind(rawValue: "in-release")

    package init() {}

    /// The word in the configuration.
    package var type: String { "apt" }

    /// Payload first, then lists, the entry point at the very end.
    package var landings: [EntryKind: Landing] {
        [
            Self.byHash: .placedLast(1), Self.index: .placedLast(2), Self.release: .placedLast(3),
            Self.inRelease: .placedLast(4),
        ]
    }

    /// By its name and its folders alone.
    package func place(of path: RelativePath) -> EntryPlace? {
        let kind = kind(of: path)
        return EntryPlace(kind, of: kind == .file ? DebianFileName(path.lastComponent)?.package ?? path.top : path.top)
    }

    /// That of packages, without an epoch.
    package func version(of path: RelativePath) -> String? {
        kind(of: path) == .file ? DebianFileName(path.lastComponent)?.version : nil
    }

    /// Files are further names of those in the store.
    package var mayShareFiles: Bool { true }

    /// Nothing else lies in such a tree.
    package var wayOut: String { "move it away: the tree is a mirror's alone" }

    /// Refuses what its path says otherwise of.
    package func checkEntry(_ entry: Entry) throws {
        guard let top = entry.path.components.first, top.lowercased() != RepositoryFolder.name else {
            throw TransferError(.refused, entry.path.string, "lies where Packferry keeps its own files")
        }
        guard let place = place(of: entry.path), place.package == entry.package, place.kind == entry.kind,
            version(of: entry.path) == entry.version
        else {
            throw TransferError(.refused, entry.path.string, "is no \(entry.kind) of \(entry.package)")
        }
    }

    private func kind(of path: RelativePath) -> EntryKind {
        let name = path.lastComponent
        switch name {
        case "InRelease": return Self.inRelease
        case "Release", "Release.gpg": return Self.release
        default: break
        }
        if path.components.contains("by-hash") { return Self.byHash }
        if path.components.first == "dists" { return Self.index }
        // Those of a repository without suites lie among its packages.
        return Self.flatIndexes.contains { name == $0 || name.hasPrefix("\($0).") } ? Self.index : .file
    }

    private static let flatIndexes = ["Packages", "Sources"]
}

/// What the name of a file of the pool says: `hello_2.10-3_amd64.deb`, `hello_2.10-3.dsc`.
struct DebianFileName: Sendable, Equatable {
    let package: String
    /// As names have it, without an epoch; `nil` for files that several versions may share.
    let version: String?

    /// `nil` for a name of another form.
    init?(_ name: String) {
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count > 1, let package = parts.first, Self.isPackage(package) else { return nil }
        self.package = String(package)
        if parts.count == 3, [".deb", ".udeb", ".ddeb"].contains(where: name.hasSuffix) {
            version = String(parts[1])
        } else if parts.count == 2, name.hasSuffix(".dsc") {
            version = String(parts[1].dropLast(4))
        } else {
            version = nil
        }
    }

    /// Debian Policy 5.6.1, and capitals as some archives have them.
    private static func isPackage(_ text: Substring) -> Bool {
        let isLetterOrDigit = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
        }
        guard text.utf8.count > 1, let first = text.utf8.first, isLetterOrDigit(first) else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || "+-.".utf8.contains($0) }
    }
}
