import Crypto
import JSON
import Posix
package import Reporting
import Time

/// An inventory as it leaves a site.
package struct InventoryDocument: Sendable {
    /// What its file is called.
    package let name: String
    package let bytes: [UInt8]
    /// The signature of these bytes; `nil` where this site has no key.
    package let signature: [UInt8]?
}

extension ImportEngine {
    /// Lists what the tree holds now, with what its documents were merged from: what no archive brought a document of is
    /// listed without it.
    ///
    /// `source` is the same tree as what can be frozen; `run` names the folders that this may make.
    package func inventory(
        of source: any TreeSource,
        at site: String,
        run: String,
        reporter: Reporter
    ) async throws -> InventoryDocument {
        let request = CaptureRequest(previous: nil, allowShrink: true, work: try RelativePath("work/\(run)"))
        let capture = try await source.capture(request, reporter: reporter)
        defer { capture.release() }
        // What cannot be signed is not said: the other side would take it for somebody else's.
        let key = try signing?.load()?.current.key
        let accepted = try records.load()
        let origin = try accepted.target.flatMap { try records.target(of: accepted, from: $0.source)?.repository }
        let found = capture.snapshot
        let snapshot = Snapshot(
            repository: origin ?? found.repository,
            created: clock.now(),
            generator: found.generator,
            platforms: found.platforms,
            entries: found.whole.compactMap { listed($0, accepted, from: origin?.uuid) },
            warnings: found.warnings
        )
        let live = try await sink.survey(reporter: .silent)
        let conflicts = accepted.conflicts.keys.filter { accepted.isConflict(live.file(at: $0)) }.sorted()
        let counter = try ReceiptStore(folder).takeCounter(now: clock.now().seconds)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("site", site)
        writer.key("counter")
        writer.integer(counter)
        writer.key("conflicts")
        DocumentReading.write(conflicts.map(\.string), to: &writer)
        writer.endObject()
        let head = writer.finish().dropLast() + [UInt8(ascii: ",")]
        let bytes = Array(head + snapshot.encoded.dropFirst())
        return InventoryDocument(
            name: Inventory.fileName(of: site, counter: counter),
            bytes: bytes,
            signature: key.map { StatementSignature.file(over: bytes, by: $0) }
        )
    }

    private func listed(_ entry: Entry, _ accepted: AcceptedRecords, from source: String?) -> Entry? {
        guard sink.rules.landing(of: entry) == .merged else { return entry }
        guard let source, let known = accepted.document(at: entry.path, from: source), known.sequence > 0 else {
            return nil
        }
        return Entry(
            path: entry.path,
            size: entry.size,
            sha512: known.sha512,
            kind: entry.kind,
            package: entry.package,
            version: entry.version
        )
    }
}
