import TestSupport
import Testing
import Transfer

@testable import Npm

@Suite("The first source of a storage", .memoryDirectory)
struct AdoptionTests {
    private func near() async throws -> StorageFixture {
        let near = try await StorageFixture("near")
        try near.add("debug", "4.4.0")
        try near.add("left", "1.0.0")
        return near
    }

    @Test("does not cut the documents of a cache down unless somebody says so, and says what it would cut")
    func cache() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        for version in ["4.0.0", "4.1.0", "4.2.0"] { try far.add("debug", version, fetched: false) }
        try far.add("debug", "4.3.0")
        try far.add("left", "0.9.0", fetched: false)
        let before = try far.picture()
        let staged = try far.stage(try await near.archive())
        let error = await #expect(throws: TransferError.self) { try await far.apply(staged) }
        #expect(error?.code == .adoption)
        #expect(error?.cause.contains("2 documents") == true && error?.cause.contains("leaving out 4") == true)
        #expect(error?.details == ["debug (3)", "left (1)"])
        #expect(error?.hint?.contains("--adopt-source") == true)
        #expect(try far.picture() == before)
        try await far.apply(staged, adoptSource: true)
        #expect(try far.versions("debug") == ["4.3.0", "4.4.0"] && far.versions("left") == ["1.0.0"])
    }

    @Test("is taken without asking where it cuts nothing")
    func publications() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        try far.add("debug", "4.3.0")
        try far.add("@plant/ui", "1.0.0", fetched: false)
        try await far.apply(near.archive())
        #expect(try far.versions("debug") == ["4.3.0", "4.4.0"] && far.versions("@plant/ui") == ["1.0.0"])
    }

    @Test("is asked for once: what follows the same source later is not")
    func later() async throws {
        let (near, far) = (try await near(), try await StorageFixture("far"))
        try await far.apply(near.archive())
        try far.add("left", "0.9.0", fetched: false)
        try near.add("left", "1.1.0")
        try await far.apply(near.archive())
        #expect(try far.versions("left") == ["1.0.0", "1.1.0"])
    }
}
