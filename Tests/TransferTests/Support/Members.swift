import Archives
import Crypto
import JSON
import Posix
import Spooling
import Testing

@testable import Transfer

/// The members of an archive at hand, to be changed and packed again.
struct Members {
    var list: [(name: String, bytes: [UInt8])] = []

    init() {}

    /// What a near side would pack that had `alpha` 1.0 and now has 1.1 and `beta` 1.0 as well.
    static func sample() throws -> Members {
        let alpha = TextTree.document(["1.0": SHA512Digest(of: "alpha 1.0"), "1.1": SHA512Digest(of: "alpha 1.1")])
        let beta = TextTree.document(["1.0": SHA512Digest(of: "beta 1.0")])
        let (indexes, files) = (["alpha": alpha, "beta": beta], ["alpha/1.1": "alpha 1.1", "beta/1.0": "beta 1.0"])
        let carried = try files.map { try TextTree.entry($0.key.package, $0.key.version, $0.value) }
        let documents = try indexes.map { try TextTree.indexEntry($0.key, $0.value) }
        var members = Members()
        members.list = ["SHA512SUMS", "manifest.json", "snapshot.json", "README.txt", "verify.sh"].map { ($0, [1]) }
        for file in files { members.list.append(("storage/\(file.key).bin", Array(file.value.utf8))) }
        for index in indexes { members.list.append(("storage/\(index.key)/index.txt", index.value)) }
        let target = try Snapshot(carried + documents + [TextTree.entry("alpha", "1.0", "alpha 1.0")])
        members["snapshot.json"] = target.encoded
        members["manifest.json"] =
            try Manifest(
                repository: target.repository,
                sequence: 1_795_224_600,
                scope: .delta,
                base: Golden.archiveID,
                target: target.id,
                stateDigest: target.stateDigest,
                platforms: [],
                created: target.created,
                generator: "tests",
                files: inMemberOrder((carried + documents).map { .init(entry: $0, operation: .add) }),
                deletes: [],
                warnings: []
            ).encoded
        try members.order()
        return members
    }

    /// Unpacks an archive.
    init(of archive: AbsolutePath) throws {
        let file = try Directory(opening: archive.parent).open(RelativePath(archive.lastComponent))
        let tar = TarReader(try ZstdDecompressor(from: DescriptorSource(file), limit: 1 << 30))
        while let entry = try tar.next() {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = try tar.read(into: &buffer), count > 0 { bytes += buffer[..<count] }
            list.append((entry.path.string, bytes))
        }
    }

    subscript(name: String) -> [UInt8] {
        get { list.first { $0.name == name }?.bytes ?? [] }
        set {
            guard let index = list.firstIndex(where: { $0.name == name }) else { return }
            list[index].bytes = newValue
        }
    }

    /// Packs them as they are, canonically as far as tar and zstd are concerned.
    func packed() throws -> [UInt8] { try Self.compressed(stream()) }

    /// The tar stream alone.
    func stream() throws -> [UInt8] {
        var stream: [UInt8] = []
        let tar = TarWriter(to: ChunkSink { stream += $0 }, modificationTime: 1_795_224_600)
        for member in list {
            try tar.append(path: RelativePath(member.name), size: Int64(member.bytes.count))
            try tar.write(member.bytes, count: member.bytes.count)
        }
        try tar.finish()
        return stream
    }

    /// A frame around a stream, whatever that is.
    static func compressed(_ stream: [UInt8]) throws -> [UInt8] {
        var packed: [UInt8] = []
        let zstd = try ZstdCompressor(to: ChunkSink { packed += $0 })
        try zstd.write(stream)
        try zstd.finish()
        return packed
    }

    /// Writes the digests of all other members into `SHA512SUMS`, in their order.
    mutating func resum() {
        let lines = list.filter { $0.name != "SHA512SUMS" }.map {
            Checksums.Line(sha512: SHA512.hash($0.bytes), name: $0.name)
        }
        self["SHA512SUMS"] = Checksums(lines).encoded
    }

    /// Changes a JSON member, and lists its new digest.
    mutating func edit(_ name: String, _ change: (inout JSONValue) throws -> Void) throws {
        var document = try JSONValue(parsing: self[name])
        try change(&document)
        self[name] = document.encoded()
        resum()
    }
}

extension Members {
    /// Makes manifest and snapshot say what `files` and `entries` say, with all that is derived from it.
    mutating func rewrite(
        _ files: (inout [Manifest.File]) throws -> Void = { _ in },
        target entries: (inout [Entry]) throws -> Void = { _ in }
    ) throws {
        let manifest = try Manifest(parsing: self["manifest.json"])
        let snapshot = try Snapshot(parsing: self["snapshot.json"])
        var (carried, listed) = (Array(manifest.files), Array(snapshot.entries))
        try files(&carried)
        try entries(&listed)
        let target = Snapshot(
            repository: snapshot.repository,
            created: snapshot.created,
            generator: snapshot.generator,
            platforms: snapshot.platforms,
            entries: listed,
            warnings: snapshot.warnings
        )
        self["snapshot.json"] = target.encoded
        self["manifest.json"] =
            try Manifest(
                repository: manifest.repository,
                sequence: manifest.sequence,
                scope: manifest.scope,
                base: manifest.base,
                target: target.id,
                stateDigest: target.stateDigest,
                platforms: manifest.platforms,
                created: manifest.created,
                generator: manifest.generator,
                files: Self.inMemberOrder(carried),
                deletes: manifest.deletes,
                warnings: manifest.warnings
            ).encoded
        resum()
    }

    /// Adds a file with a well-formed entry of its own, consistently everywhere.
    mutating func add(_ entry: Entry, _ bytes: [UInt8]) throws {
        list.append(("storage/\(entry.path)", bytes))
        try rewrite {
            $0.append(.init(entry: entry, operation: .add))
        } target: {
            $0.append(entry)
        }
        try order()
    }

    /// Puts the files into the order of the manifest.
    private mutating func order() throws {
        let order = try Manifest(parsing: self["manifest.json"]).files.map { "storage/\($0.entry.path)" }
        list = list.filter { !order.contains($0.name) } + order.map { ($0, self[$0]) }
        resum()
    }
}

extension String {
    fileprivate var package: String { String(prefix { $0 != "/" }) }
    fileprivate var version: String { String(drop { $0 != "/" }.dropFirst()) }
}

extension JSONValue {
    /// Sets, or with `nil` removes, a member that is reached over member names and positions.
    mutating func set(_ path: String..., to value: JSONValue?) { set(path, to: value) }

    /// The same for a path at hand.
    mutating func set(_ path: [String], to value: JSONValue?) { set(path[...], to: value) }

    private mutating func set(_ path: ArraySlice<String>, to value: JSONValue?) {
        guard let step = path.first else { return }
        let rest = path.dropFirst()
        if case .array(var elements) = self, let index = Int(step), elements.indices.contains(index) {
            if rest.isEmpty, value == nil {
                elements.remove(at: index)
            } else if rest.isEmpty, let value {
                elements[index] = value
            } else {
                elements[index].set(rest, to: value)
            }
            self = .array(elements)
        } else if case .object(var members) = self {
            if let index = members.firstIndex(where: { $0.0 == step }) {
                if rest.isEmpty, value == nil {
                    members.remove(at: index)
                } else if rest.isEmpty, let value {
                    members[index].1 = value
                } else {
                    members[index].1.set(rest, to: value)
                }
            } else if let value {
                members.append((step, value))
            }
            self = .object(members)
        }
    }
}

extension Members {
    static func inMemberOrder(_ files: [Manifest.File]) throws -> SpooledList<Manifest.File> {
        try TextRules().inMemberOrder(files.sorted { $0.entry.path < $1.entry.path })
    }
}
