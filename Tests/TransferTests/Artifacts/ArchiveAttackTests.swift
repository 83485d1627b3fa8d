import Crypto
import Posix
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ArchiveAttackTests {
    private func packed(_ change: (inout Members) throws -> Void) throws -> [UInt8] {
        var members = try Members.sample()
        try change(&members)
        return try members.packed()
    }

    private func expectRefused(_ attack: ArchiveAttack) async throws {
        let site = try await AttackedSite()
        try await site.expectRefused(
            site.archive(packed(attack.change)),
            naming: attack.named,
            attack.testDescription
        )
    }

    @Test("an archive as it was built is taken, so that the attacks below are what is refused")
    func untouched() async throws {
        let site = try await AttackedSite()
        let result = try await site.apply(site.archive(packed { _ in }))
        #expect(result.placed == 2 && result.merged == 2)
    }

    @Test("members that are missing, extra, swapped or renamed are refused", arguments: ArchiveAttack.structure)
    func structure(_ attack: ArchiveAttack) async throws {
        try await expectRefused(attack)
    }

    @Test("members with other bytes than are listed are refused", arguments: ArchiveAttack.content)
    func content(_ attack: ArchiveAttack) async throws {
        try await expectRefused(attack)
    }

    @Test("documents edited with all digests made to fit are refused", arguments: ArchiveAttack.edited)
    func edited(_ attack: ArchiveAttack) async throws {
        try await expectRefused(attack)
    }

    @Test("names that no tree of the type holds are refused", arguments: ArchiveAttack.hiddenNames)
    func hidden(_ path: String) async throws {
        let attack = ArchiveAttack(path, named: path) { members in
            let entry = Entry(
                path: try RelativePath(path),
                size: 6,
                sha512: SHA512Digest(of: "secret"),
                kind: .file,
                package: "alpha",
                version: "9"
            )
            try members.add(entry, Array("secret".utf8))
        }
        try await expectRefused(attack)
    }
}
