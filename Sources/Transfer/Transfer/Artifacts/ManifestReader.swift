import Crypto
import JSON
import Posix
import Spooling
import Time

/// Collects the members of a manifest and checks them against each other.
struct ManifestReader {
    private var format: String?
    private var name: String?
    private var repository: RepositoryIdentity?
    private var sequence: Int64?
    private var scope: Manifest.Scope?
    private var base: Base?
    private var target: String?
    private var stateDigest: SHA512Digest?
    private var platforms: [String]?
    private var created: Moment?
    private var generator: String?
    private var counts: SnapshotCounts?
    private var files = SpooledListBuilder<Manifest.File>()
    private var deletes = SpooledListBuilder<Manifest.Delete>()
    private var warnings: [String]?
    private var keys: [SSHPublicKeyLine] = []

    mutating func take(_ key: String, from scanner: inout JSONScanner) throws {
        switch key {
        case "format": format = try scanner.string()
        case "name": name = try Self.name(from: &scanner)
        case "repository": repository = try DocumentReading.repository(from: &scanner)
        case "sequence": sequence = try scanner.integer()
        case "scope": scope = try Self.scope(from: &scanner)
        case "base": base = try DocumentReading.nullable(from: &scanner, Self.base)
        case "target": try takeTarget(from: &scanner)
        case "platforms":
            platforms = try DocumentReading.strings(from: &scanner, atMost: SnapshotLimits.platforms)
        case "created": created = try DocumentReading.moment(from: &scanner)
        case "generator": generator = try scanner.string()
        case "counts": counts = try SnapshotCounts(from: &scanner)
        case "files", "deletes": try scanner.beginArray()
        case "keys": keys = try Self.keys(from: &scanner)
        case "warnings": warnings = try DocumentReading.strings(from: &scanner)
        default: _ = try scanner.skipValue()
        }
    }

    consuming func finish(_ members: Set<String>) throws -> Manifest {
        try DocumentReading.requireFormat(format, Manifest.format)
        guard let repository, let sequence, let scope, let target, let stateDigest, let counts, let platforms,
            let created, let generator, let warnings, members.isSuperset(of: ["files", "deletes"])
        else { throw DocumentReading.malformed("it lacks a member that every manifest has") }
        guard DocumentReading.numbers.contains(sequence) else {
            throw DocumentReading.malformed("its sequence \(sequence) is out of range")
        }
        guard (scope == .delta) == (base != nil) else {
            throw DocumentReading.malformed("its scope is \(scope.rawValue), which its base contradicts")
        }
        guard base?.archive.map({ $0.sequence < sequence }) ?? true else {
            throw DocumentReading.malformed("the archive that it builds upon is not older")
        }
        let files = try files.finish()
        let deletes = try deletes.finish()
        var manifest = Manifest(
            repository: repository,
            sequence: sequence,
            scope: scope,
            base: base?.snapshot,
            baseArchive: base?.archive,
            baseSites: base?.sites ?? [],
            target: target,
            stateDigest: stateDigest,
            platforms: platforms,
            created: created,
            generator: generator,
            files: files,
            deletes: deletes,
            warnings: warnings
        )
        if let name { manifest = manifest.named(name) }
        manifest = manifest.announcing(keys)
        guard manifest.counts == counts else { throw DocumentReading.malformed("its counts do not add up") }
        try Self.check(files)
        try Self.check(deletes, beside: files)
        try DocumentReading.requireSorted(platforms, in: "platforms")
        if scope != .delta { try Self.checkWhole(manifest) }
        return manifest
    }

    private static func check(_ files: SpooledList<Manifest.File>) throws {
        // The tar reader knows no paths but the one it is at: repeats and files used as folders are refused here.
        try DocumentReading.requireTree(try MemberRuns(files).lazy.map(\.path), in: "files")
        if let held = files.first(where: \.entry.held) {
            throw DocumentReading.malformed("it carries \(held.entry.path), which it marks as held")
        }
    }

    private static func check(
        _ deletes: SpooledList<Manifest.Delete>,
        beside files: SpooledList<Manifest.File>
    ) throws {
        try DocumentReading.requireSorted(deletes.lazy.map(\.path), in: "deletes")
        guard !deletes.isEmpty else { return }
        var rest = deletes.makeIterator()
        var delete = rest.next()
        for entry in try MemberRuns(files) {
            while let path = delete?.path, path < entry.path { delete = rest.next() }
            guard delete?.path != entry.path else {
                throw DocumentReading.malformed("it deletes a file that it carries")
            }
        }
    }

    /// What starts from nothing can neither replace nor delete.
    private static func checkWhole(_ manifest: Manifest) throws {
        guard manifest.deletes.isEmpty, manifest.files.allSatisfy({ $0.operation == .add }) else {
            throw DocumentReading.malformed("it is \(manifest.scope.rawValue), but replaces or deletes something")
        }
    }

    private static func scope(from scanner: inout JSONScanner) throws -> Manifest.Scope {
        let text = try scanner.string()
        guard let scope = Manifest.Scope(rawValue: text) else {
            throw DocumentReading.malformed("scope \"\(text)\" is not known to this version")
        }
        return scope
    }

    private struct Base {
        let snapshot: String
        let archive: Manifest.Predecessor?
        let sites: [Manifest.BaseSite]
    }

    private static func base(from scanner: inout JSONScanner) throws -> Base {
        var (snapshot, archive): (String?, String?)
        var sequence: Int64?
        var sites: [Manifest.BaseSite] = []
        try scanner.object { key, scanner in
            switch key {
            case "snapshot": snapshot = try DocumentReading.nullable(from: &scanner) { try $0.string() }
            case "archive": archive = try name(from: &scanner)
            case "sequence": sequence = try scanner.integer()
            case "sites": sites = try Self.sites(from: &scanner)
            default: _ = try scanner.skipValue()
            }
        }
        try DocumentReading.requireSorted(sites.map(\.name), in: "sites")
        guard let snapshot, Identifier.isOne(snapshot) else {
            throw DocumentReading.malformed("its base names no snapshot")
        }
        guard (archive == nil) == (sequence == nil), sequence.map({ $0 > 0 }) ?? true else {
            throw DocumentReading.malformed("its base names no archive with its sequence")
        }
        let named = archive.flatMap { name in sequence.map { Manifest.Predecessor(name: name, sequence: $0) } }
        return Base(snapshot: snapshot, archive: named, sites: sites)
    }

    private static func sites(from scanner: inout JSONScanner) throws -> [Manifest.BaseSite] {
        var sites: [Manifest.BaseSite] = []
        try scanner.array { scanner in
            guard sites.count < ArchiveLimits.sites else {
                throw DocumentReading.malformed("its base names more than \(ArchiveLimits.sites) sites")
            }
            sites.append(try site(from: &scanner))
        }
        return sites
    }

    private static func site(from scanner: inout JSONScanner) throws -> Manifest.BaseSite {
        var (name, snapshot, counter): (String?, String?, Int64?)
        try scanner.object { key, scanner in
            switch key {
            case "name": name = try DocumentReading.siteName(from: &scanner)
            case "snapshot":
                snapshot = try DocumentReading.nullable(from: &scanner, DocumentReading.identifier)
            case "counter": counter = try DocumentReading.counter(from: &scanner)
            default: _ = try scanner.skipValue()
            }
        }
        guard let name, let counter else { throw DocumentReading.malformed("a site of its base lacks name or counter") }
        return Manifest.BaseSite(name: name, snapshot: snapshot, counter: counter)
    }

    private static func name(from scanner: inout JSONScanner) throws -> String {
        let text = try scanner.string()
        guard ArtifactName(id: text) != nil else {
            throw DocumentReading.malformed("\"\(PathError.printable(text))\" is no name of an archive")
        }
        return text
    }

    private static let announced = 1...16

    private static func keys(from scanner: inout JSONScanner) throws -> [SSHPublicKeyLine] {
        let lines = try DocumentReading.strings(from: &scanner, atMost: announced.upperBound).map { text in
            guard let line = try? SSHPublicKeyLine(text), line.text == text else {
                throw DocumentReading.malformed("keys holds something else than public keys")
            }
            return line
        }
        guard announced.contains(lines.count), Set(lines.map(\.key)).count == lines.count else {
            throw DocumentReading.malformed("keys is empty, repeats one, or is too long")
        }
        return lines
    }

    private mutating func takeTarget(from scanner: inout JSONScanner) throws {
        var (snapshot, digest): (String?, SHA512Digest?)
        try scanner.object { key, scanner in
            switch key {
            case "snapshot": snapshot = try scanner.string()
            case "state_digest": digest = try DocumentReading.digest(from: &scanner)
            default: _ = try scanner.skipValue()
            }
        }
        (target, stateDigest) = (snapshot, digest)
    }

    mutating func takeFile(from scanner: inout JSONScanner) throws {
        var entry = EntryReader()
        var operation: Manifest.Operation?
        try scanner.object { key, scanner in
            if key == "op" {
                operation = Manifest.Operation(rawValue: try scanner.string())
            } else if try !entry.take(key, from: &scanner) {
                _ = try scanner.skipValue()
            }
        }
        guard let operation else { throw DocumentReading.malformed("a file has no known op") }
        try files.append(Manifest.File(entry: try entry.finish(), operation: operation))
    }

    mutating func takeDelete(from scanner: inout JSONScanner) throws {
        var (path, digest): (RelativePath?, SHA512Digest?)
        try scanner.object { key, scanner in
            switch key {
            case "path": path = try RelativePath(scanner.string())
            case "sha512": digest = try DocumentReading.digest(from: &scanner)
            default: _ = try scanner.skipValue()
            }
        }
        guard let path, let digest else { throw DocumentReading.malformed("a delete lacks path or sha512") }
        try deletes.append(Manifest.Delete(path: path, sha512: digest))
    }
}
