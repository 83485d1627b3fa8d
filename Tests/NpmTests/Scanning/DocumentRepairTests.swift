import Posix
import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

@Suite("A repair of a package's document", .memoryDirectory)
struct DocumentRepairTests {
    private static let document = "demo/package.json"

    /// A storage with a whole tarball beside a document in which something is wrong.
    private func side(_ broken: String?) async throws -> (side: StorageFixture, whole: [UInt8]) {
        let side = try await StorageFixture("s")
        try side.publish()
        let whole = Array(try #require(try side.text(Self.document)).utf8)
        if let broken { try side.write(Self.document, broken) } else { try side.remove(Self.document) }
        try await side.scan()
        return (side, whole)
    }

    @Test(
        "fetches it again, and keeps what it was",
        arguments: [
            ("{\"name\": \"demo\", \"versions\": {", NpmFinding.badPackument), ("<html>", .badPackument),
            ("", .badPackument),
            ("{\"name\": \"other\", \"versions\": {}}", .wrongName),
        ]
    )
    func cure(broken: String, kind: NpmFinding) async throws {
        let (side, whole) = try await side(broken)
        #expect(try await side.findings().map(\.kind) == [kind.kind])
        let outcome = try await side.repair(from: StandInSupply(side, documents: ["demo": whole]))
        #expect(outcome.repaired == [Self.document] && outcome.failed.isEmpty, "\(outcome)")
        let finding = try #require(try await side.findings().first)
        #expect(finding.state == .repaired)
        #expect(try side.quarantined() == [try #require(finding.quarantine): Array(broken.utf8)])
        #expect(try side.text(Self.document) == String(decoding: whole, as: UTF8.self))
        #expect(try await side.collect().file(at: RelativePath(StorageFixture.demo))?.state == .whole)
        #expect(try await side.findings().map(\.state) == [.repaired])
    }

    @Test("fetches it where there is none")
    func absent() async throws {
        let (side, whole) = try await side(nil)
        #expect(try await side.findings().map(\.kind) == [NpmFinding.noPackument.kind])
        let outcome = try await side.repair(from: StandInSupply(side, documents: ["demo": whole]))
        #expect(outcome.repaired == ["demo"] && outcome.failed.isEmpty, "\(outcome)")
        #expect(try side.quarantined().isEmpty)
        #expect(try await side.findings().map(\.state) == [.repaired])
    }

    private static let gone = SupplyError(.gone, "demo", "is not known upstream", hint: "Nothing")
    private static let down = SupplyError(.unavailable, "demo", "is not known", hint: "Wait")

    @Test(
        "puts it back where nothing comes, and says what to do",
        arguments: [
            (
                Revalidation.absent(gone),
                "restore it from a copy, or publish the package again; it lies there as it did"
            ),
            (
                .absent(down),
                "cannot be fetched, since upstream was not asked: demo is not known. Wait; it lies there as it did"
            ),
            (.stale(cause: "is old", hint: "Look"), "upstream was not asked: is old. Look; it lies there as it did"),
        ]
    )
    func obstacle(revalidation: Revalidation, words: String) async throws {
        let (side, _) = try await side("{")
        let outcome = try await side.repair(from: StandInSupply(side, revalidation: revalidation))
        #expect(outcome.failed.count == 1 && outcome.failed.first?.hasSuffix(words) == true, "\(outcome)")
        #expect(try side.quarantined().isEmpty && side.text(Self.document) == "{")
        try await side.scan()
        #expect(try await side.findings().map(\.state) == [.failed])
    }

    @Test("names what came and is no better, and keeps what it was")
    func wrong() async throws {
        let (side, _) = try await side("{")
        let outcome = try await side.repair(from: StandInSupply(side, documents: ["demo": Array("[]".utf8)]))
        #expect(outcome.failed.first?.contains("was fetched again, and what came") == true, "\(outcome)")
        #expect(try side.quarantined().values.map { $0 } == [Array("{".utf8)])
    }

    @Test("goes on where it was killed after it had moved it away")
    func killed() async throws {
        let (side, whole) = try await side("{")
        let finding = try #require(try await side.findings().first)
        let id = try #require(finding.id)
        let store = side.collector.index.findings
        try await store.change(id, to: .repairing, at: side.collector.clock.now())
        let quarantine = Quarantine(side.folder)
        let place = try quarantine.place(for: Self.document, finding: id, attempt: 1)
        let info = try #require(try side.storage.info(RelativePath(Self.document)))
        try await store.note(quarantine: place.string, of: id)
        #expect(try quarantine.take(RelativePath(Self.document), to: place, seen: FileIdentity(info)))
        try await side.scan()
        #expect(try await side.findings().contains { $0.id == id && $0.state == .open })
        let outcome = try await side.repair(from: StandInSupply(side, documents: ["demo": whole]))
        #expect(outcome.failed.isEmpty, "\(outcome)")
        #expect(try await side.findings().allSatisfy { $0.state == .repaired })
        #expect(try side.text(Self.document) == String(decoding: whole, as: UTF8.self))
    }
}
