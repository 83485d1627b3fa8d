import JSON
import TestSupport
import Testing

@testable import Transfer

/// The documents of `Tests/Conformance`, as any reader of these formats has to take them.
@Suite struct GoldenDocumentTests {
    private func cases(_ kind: String) throws -> [GoldenCase] {
        let found = try GoldenFiles().cases(kind)
        try #require(!found.isEmpty, "\(kind)")
        return found
    }

    /// Takes it or refuses it as it says, by name.
    private func check<Document>(_ golden: GoldenCase, _ read: ([UInt8]) throws -> Document) throws -> Document? {
        guard let name = golden.names else { return try read(golden.bytes()) }
        let error = #expect(throws: TransferError.self, "\(golden)") { try read(golden.bytes()) }
        #expect(error.map { "\($0)".contains(name) } ?? false, "\(golden): \(error as Any)")
        return nil
    }

    @Test("snapshots are read as they say, and have the id that another program computes")
    func snapshots() throws {
        for golden in try cases("snapshots") {
            guard let snapshot = try check(golden, { try Snapshot(parsing: $0) }) else { continue }
            #expect(snapshot.id == golden["id"], "\(golden)")
            #expect(try Snapshot(parsing: snapshot.encoded) == snapshot, "\(golden)")
        }
    }

    @Test("receipts are read as they say, and have the code that another program computes")
    func receipts() throws {
        for golden in try cases("receipts") {
            guard let receipt = try check(golden, { try Receipt(parsing: $0) }) else { continue }
            #expect(receipt.code?.description == golden["code"], "\(golden)")
            #expect(try Receipt(parsing: receipt.encoded) == receipt, "\(golden)")
        }
    }

    @Test("codes are read however they are typed, and typing errors are noticed")
    func codes() throws {
        for golden in try cases("codes") {
            let code = try? ReceiptCode(parsing: golden["typed"] ?? "?")
            #expect(code?.description == golden["code"], "\(golden)")
        }
    }
}
