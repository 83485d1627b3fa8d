import Crypto
import JSON
import Posix
import Time

extension Receipt {
    /// What the first member of such a document says.
    package static let format = "packferry.receipt/1"
    /// 64 MiB: what is longer is neither written nor read.
    package static let limit = 64 << 20

    /// The document, one line; the same receipt gives the same bytes.
    package var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("format", Self.format)
        writer.member("site", site)
        writer.key("counter")
        writer.integer(counter)
        writer.member("kind", kind.rawValue)
        writer.key("repository")
        DocumentReading.write(repository, to: &writer)
        writer.member("archive_id", archiveID)
        writer.key("snapshot")
        if let snapshot { writer.string(snapshot) } else { writer.null() }
        writer.member("accepted_digest", acceptedDigest.hex)
        writer.member("applied_at", appliedAt.text(.seconds))
        writer.member("applied_by", appliedBy)
        writer.key("counts")
        counts.write(to: &writer)
        for (key, paths) in [("missing", missing), ("conflicts", conflicts)] {
            writer.key(key)
            DocumentReading.write(paths.map(\.string), to: &writer)
        }
        writer.key("formats")
        DocumentReading.write(formats, to: &writer)
        writer.endObject()
        return writer.finish() + [10]
    }

    /// Reads a receipt and refuses what no site can have written.
    package init(parsing bytes: [UInt8], named subject: String = "receipt") throws {
        self = try DocumentReading.naming(subject) {
            var reader = ReceiptReader()
            let limits = JSONLimits(depth: 8, bytes: Self.limit)
            var scanner = try JSONScanner(bytes, limits: limits, duplicateKeys: .reject)
            try scanner.object { key, scanner in try reader.take(key, from: &scanner) }
            try scanner.end()
            return try reader.finish()
        }
    }
}

/// Collects the members of a receipt.
private struct ReceiptReader {
    private var format: String?
    private var site: String?
    private var counter: Int64?
    private var kind: Receipt.Kind?
    private var repository: RepositoryIdentity?
    private var archiveID: String?
    private var snapshot: String?
    private var acceptedDigest: SHA512Digest?
    private var appliedAt: Moment?
    private var appliedBy: String?
    private var counts: SnapshotCounts?
    private var missing: [RelativePath]?
    private var conflicts: [RelativePath]?
    private var formats: [String] = []

    mutating func take(_ key: JSONKey, from scanner: inout JSONScanner) throws {
        switch key {
        case "format": format = try scanner.string()
        case "site": site = try DocumentReading.siteName(from: &scanner)
        case "counter": counter = try DocumentReading.counter(from: &scanner)
        case "kind": kind = Receipt.Kind(rawValue: try scanner.string())
        case "repository": repository = try DocumentReading.repository(from: &scanner)
        case "archive_id": archiveID = try DocumentReading.identifier(from: &scanner)
        case "snapshot": snapshot = try DocumentReading.nullable(from: &scanner, DocumentReading.identifier)
        case "accepted_digest": acceptedDigest = try DocumentReading.digest(from: &scanner)
        case "applied_at": appliedAt = try DocumentReading.moment(from: &scanner)
        case "applied_by": appliedBy = try scanner.string()
        case "counts": counts = try SnapshotCounts(from: &scanner)
        case "missing": missing = try DocumentReading.paths(from: &scanner, in: "missing")
        case "conflicts": conflicts = try DocumentReading.paths(from: &scanner, in: "conflicts")
        case "formats": formats = try DocumentReading.strings(from: &scanner)
        default: _ = try scanner.skipValue()
        }
    }

    func finish() throws -> Receipt {
        try DocumentReading.requireFormat(format, Receipt.format)
        guard let site, let counter, let kind, let repository, let archiveID, let acceptedDigest, let appliedAt,
            let appliedBy, let counts, let missing, let conflicts
        else { throw DocumentReading.malformed("it lacks a member that every receipt has, or its kind is not known") }
        guard snapshot != nil || missing.isEmpty else {
            throw DocumentReading.malformed("it misses files of a snapshot that it does not name")
        }
        return Receipt(
            site: site,
            counter: counter,
            kind: kind,
            repository: repository,
            archiveID: archiveID,
            snapshot: snapshot,
            acceptedDigest: acceptedDigest,
            appliedAt: appliedAt,
            appliedBy: appliedBy,
            counts: counts,
            missing: missing,
            conflicts: conflicts,
            formats: formats
        )
    }
}

extension DocumentReading {
    /// The name of a site.
    static func siteName(from scanner: inout JSONScanner) throws -> String {
        let text = try scanner.string()
        guard ShortNameRule.isKept(by: text) else { throw malformed("the site \"\(text)\" \(ShortNameRule.clause)") }
        return text
    }

    /// A number that a site counts with.
    static func counter(from scanner: inout JSONScanner) throws -> Int64 {
        let number = try scanner.integer()
        guard numbers.contains(number) else { throw malformed("its counter \(number) is out of range") }
        return number
    }

    /// One of our ids.
    static func identifier(from scanner: inout JSONScanner) throws -> String {
        let text = try scanner.string()
        guard Identifier.isOne(text) else { throw malformed("\"\(text.prefix(64))\" is no id of 32 hex digits") }
        return text
    }

    /// Paths, sorted and without repeats.
    static func paths(from scanner: inout JSONScanner, in list: String) throws -> [RelativePath] {
        let found = try strings(from: &scanner, atMost: paths).map { try RelativePath($0) }
        try requireSorted(found, in: list)
        return found
    }
}
