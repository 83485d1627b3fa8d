import Archives
import Posix
import TestSupport
import Testing

@testable import Transfer

/// Archives written byte by byte: what no writer of ours makes is refused before anything reaches the tree.
@Suite(.memoryDirectory) struct StreamAttackTests {
    private func expectRefused(_ attack: StreamAttack) async throws {
        let site = try await AttackedSite()
        let bytes = try attack.make(Members.sample().entries())
        try await site.expectRefused(site.archive(bytes), naming: attack.named, attack.testDescription)
    }

    @Test("the stream that is attacked here is taken as it is")
    func untouched() async throws {
        let site = try await AttackedSite()
        let packed = try StreamAttack.packed(Members.sample().entries())
        #expect(try packed == Members.sample().packed())
        let mended = StreamAttack("", instead: StreamAttack.header.entry(StreamAttack.content))
        #expect(try mended.make(Members.sample().entries()) == packed)
        #expect(try await site.apply(site.archive(packed)).placed == 2)
    }

    @Test("paths that lead out, mislead or do not fit are refused", arguments: StreamAttack.paths)
    func paths(_ attack: StreamAttack) async throws { try await expectRefused(attack) }

    @Test("whatever is no plain file, or brings more than its bytes, is refused", arguments: StreamAttack.types)
    func types(_ attack: StreamAttack) async throws { try await expectRefused(attack) }

    @Test("entries that are not those of the manifest are refused", arguments: StreamAttack.structure)
    func structure(_ attack: StreamAttack) async throws { try await expectRefused(attack) }

    @Test("frames that are not ours are refused", arguments: StreamAttack.frames)
    func frames(_ attack: StreamAttack) async throws { try await expectRefused(attack) }

    @Test("an archive of a frame for each entry is refused wherever it is cut between two")
    func frameBoundaries() async throws {
        let site = try await AttackedSite()
        let frames = try Members.sample().entries().map { try Members.compressed($0) }
        for count in 1..<frames.count {
            let bytes = Array(frames[..<count].joined())
            try await site.expectRefused(
                site.archive(bytes),
                naming: "cannot be read: the archive",
                "cut after \(count)"
            )
        }
    }
}
