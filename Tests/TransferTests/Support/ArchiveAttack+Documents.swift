import Crypto
import JSON
import Posix
import Transfer

extension ArchiveAttack {
    /// Documents edited, with all digests made to fit.
    static let edited = [
        ArchiveAttack("a manifest of another repository", named: "manifest.json") {
            try $0.edit("manifest.json") { $0.set("repository", "uuid", to: .string(Golden.archiveID)) }
        },
        ArchiveAttack("a manifest under another name", named: "manifest.json") {
            try $0.edit("manifest.json") { $0.set("repository", "name", to: "others") }
        },
        ArchiveAttack("a manifest that leads elsewhere", named: "manifest.json") {
            try $0.edit("manifest.json") { $0.set("target", "snapshot", to: .string(Golden.uuid)) }
        },
        ArchiveAttack("a manifest with another state", named: "manifest.json") {
            try $0.edit("manifest.json") {
                $0.set("target", "state_digest", to: .string(SHA512Digest(of: "other").hex))
            }
        },
        ArchiveAttack("a manifest for other platforms", named: "manifest.json") {
            try $0.edit("manifest.json") { $0.set("platforms", to: ["win32-x64"]) }
        },
        ArchiveAttack("a snapshot that is not the target", named: "manifest.json") { members in
            members["snapshot.json"] = try Snapshot("alpha/1.0=x", uuid: Golden.uuid).encoded
            members.resum()
        },
        ArchiveAttack("a snapshot with another file, id made to fit", named: "manifest.json") { members in
            let snapshot = try Snapshot(parsing: members["snapshot.json"])
            members["snapshot.json"] =
                Snapshot(
                    repository: snapshot.repository,
                    created: snapshot.created,
                    generator: snapshot.generator,
                    platforms: snapshot.platforms,
                    entries: snapshot.entries + (try entryList("zeta/1.0=x")),
                    warnings: []
                ).encoded
            members.resum()
        },
        ArchiveAttack("a carried file that the target lists otherwise", named: "alpha/1.1.bin") { members in
            members["storage/alpha/1.1.bin"] = Array("other bytes".utf8)
            try members.rewrite { files in
                files[0] = .init(entry: try TextTree.entry("alpha", "1.1", "other bytes"), operation: .add)
            }
        },
        ArchiveAttack("a carried file that the target does not list", named: "alpha/1.1.bin") { members in
            try members.rewrite(target: { $0.removeAll { $0.version == "1.1" } })
        },
        ArchiveAttack("a carried file that the target holds as broken", named: "alpha/1.1.bin") { members in
            try members.rewrite(target: { $0 = $0.map { $0.version == "1.1" ? $0.asHeld : $0 } })
        },
        ArchiveAttack("a manifest that carries less than lies there", named: "storage/alpha/1.1.bin") { members in
            let names = members.list.map(\.name)
            try members.rewrite { $0.removeAll { $0.entry.version == "1.1" } }
            let line = "\(SHA512Digest(of: "alpha 1.1").hex)  \(names[5])\n"
            let sums = String(decoding: members["SHA512SUMS"], as: UTF8.self).replacing(line, with: "")
            members["SHA512SUMS"] = Array(sums.utf8)
        },
        ArchiveAttack("a size that is too small", named: "storage/alpha/1.1.bin") { members in
            try members.resize("alpha/1.1.bin", to: 3)
        },
        ArchiveAttack("a size that is too large", named: "alpha/1.1.bin") { members in
            try members.resize("alpha/1.1.bin", to: 1 << 60)
        },
        ArchiveAttack("an unknown kind", named: "alpha/index.txt") { members in
            try members.remake("alpha/index.txt") { entry in
                Entry(
                    path: entry.path,
                    size: entry.size,
                    sha512: entry.sha512,
                    kind: EntryKind(rawValue: "device"),
                    package: entry.package,
                    version: entry.version
                )
            }
        },
        ArchiveAttack("a file of another package", named: "alpha/1.1.bin") { members in
            try members.remake("alpha/1.1.bin") { entry in
                Entry(
                    path: entry.path,
                    size: entry.size,
                    sha512: entry.sha512,
                    kind: entry.kind,
                    package: "beta",
                    version: entry.version
                )
            }
        },
        ArchiveAttack("a file without its document", named: "beta") { members in
            members.list.removeAll { $0.name == "storage/beta/index.txt" }
            try members.rewrite { $0.removeAll { $0.entry.path.string == "beta/index.txt" } }
        },
        ArchiveAttack("a document that does not list what is carried", named: "alpha/index.txt") { members in
            let bytes = TextTree.document(["1.0": SHA512Digest(of: "alpha 1.0")])
            members["storage/alpha/index.txt"] = bytes
            try members.remake("alpha/index.txt") { _ in try TextTree.indexEntry("alpha", bytes) }
        },
        ArchiveAttack("a document that lists what nobody has", named: "alpha/index.txt") { members in
            let bytes = members["storage/alpha/index.txt"] + Array("9.0 \(SHA512Digest(of: "x").hex)\n".utf8)
            members["storage/alpha/index.txt"] = bytes
            try members.remake("alpha/index.txt") { _ in try TextTree.indexEntry("alpha", bytes) }
        },
        ArchiveAttack("a full one that carries a part", named: "manifest.json") { members in
            try members.edit("manifest.json") { document in
                document.set("scope", to: "full")
                document.set("base", to: .null)
                for index in 0..<4 { document.set("files", String(index), "op", to: "add") }
            }
        },
        ArchiveAttack("a delete of what the target lists", named: "alpha/1.0.bin") { members in
            try members.edit("manifest.json") {
                $0.set(
                    "deletes",
                    to: [["path": "alpha/1.0.bin", "sha512": .string(SHA512Digest(of: "alpha 1.0").hex)]]
                )
            }
        },
        ArchiveAttack("of another type", named: "archive") { members in
            try members.edit("manifest.json") { $0.set("repository", "type", to: "npm") }
            try members.edit("snapshot.json") { $0.set("repository", "type", to: "npm") }
        },
        ArchiveAttack("a text for people without end", named: "README.txt") { members in
            members["README.txt"] = Array(repeating: UInt8(ascii: "x"), count: 1 << 20 + 1)
            members.resum()
        },
        ArchiveAttack("platforms without end", named: "manifest.json") { members in
            let platforms = JSONValue.array((100..<165).map { .string("linux-cpu\($0)") })
            try members.edit("manifest.json") { $0.set("platforms", to: platforms) }
            try members.edit("snapshot.json") { $0.set("platforms", to: platforms) }
        },
        ArchiveAttack("documents before files", named: "manifest.json") { members in
            try members.edit("manifest.json") { document in
                document.set("files", to: .array((document["files"]?.arrayValue ?? []).reversed()))
            }
        },
        ArchiveAttack("files that are not sorted", named: "manifest.json") { members in
            try members.edit("manifest.json") { document in
                let files = document["files"]?.arrayValue ?? []
                document.set("files", to: .array([files[1], files[0]] + files.dropFirst(2)))
            }
        },
        ArchiveAttack("a manifest nested without end", named: "manifest.json") { members in
            let manifest = String(decoding: members["manifest.json"], as: UTF8.self)
            let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
            members["manifest.json"] = Array("{\"new\":\(deep),\(manifest.dropFirst())".utf8)
            members.resum()
        },
        ArchiveAttack("a manifest with a key twice", named: "manifest.json") { members in
            let manifest = String(decoding: members["manifest.json"], as: UTF8.self)
            members["manifest.json"] = Array("{\"sequence\":1,\(manifest.dropFirst())".utf8)
            members.resum()
        },
        ArchiveAttack("a manifest of a later major", named: "manifest.json") { members in
            try members.edit("manifest.json") { $0.set("format", to: "packferry.archive/2") }
        },
    ]
}

extension Members {
    /// Makes an entry another one, everywhere.
    fileprivate mutating func remake(_ path: String, _ change: (Entry) throws -> Entry) throws {
        try rewrite { files in
            files = try files.map {
                $0.entry.path.string == path ? .init(entry: try change($0.entry), operation: $0.operation) : $0
            }
        } target: { entries in
            entries = try entries.map { $0.path.string == path ? try change($0) : $0 }
        }
    }

    fileprivate mutating func resize(_ path: String, to size: Int64) throws {
        try remake(path) { entry in
            Entry(
                path: entry.path,
                size: size,
                sha512: entry.sha512,
                kind: entry.kind,
                package: entry.package,
                version: entry.version
            )
        }
    }
}
