import MirrorAPT
import Testing
import Time

@Suite("The Release of a cut")
struct ReleaseTextTests {
    private static let upstream = """
        Origin: Debian Backports
        Label: Debian Backports
        Suite: stable-backports
        Version: 12
        Codename: bookworm-backports
        Changelogs: https://example.org/@CHANGEPATH@
        Snapshots: https://example.org/@SNAPSHOTID@
        Signed-By: ABC
        Date: Sat, 09 Dec 2023 10:00:00 UTC
        Valid-Until: Sat, 16 Dec 2023 10:00:00 UTC
        NotAutomatic: yes
        ButAutomaticUpgrades: yes
        Architectures: all amd64 arm64
        Components: main contrib
        Description: one
         Injected: two
        SHA256:
         \(hex("1")) 10 main/binary-amd64/Packages
        """

    private func text(_ upstream: String, validUntil: Moment? = nil) throws -> [UInt8] {
        let release = try Release(Array(upstream.utf8))
        return ReleaseText(
            release,
            architectures: ["amd64"],
            components: ["main"],
            date: Moment(seconds: 1_702_116_000),
            validUntil: validUntil
        ).bytes(listing: release.files)
    }

    @Test("keeps what clients pin and upgrade by, and says what is there now")
    func kept() throws {
        let until = Moment(seconds: 1_702_216_000)
        let release = try Release(text(Self.upstream, validUntil: until))
        #expect(release.origin == "Debian Backports" && release.label == "Debian Backports" && release.version == "12")
        #expect(release.suite == "stable-backports" && release.codename == "bookworm-backports")
        #expect(release.notAutomatic && release.butAutomaticUpgrades && release.acquireByHash)
        #expect(release.architectures == ["amd64"] && release.components == ["main"])
        #expect(release.date == Moment(seconds: 1_702_116_000) && release.validUntil == until)
        #expect(release.changelogs == "https://example.org/@CHANGEPATH@")
        #expect(release.files == (try Release(Array(Self.upstream.utf8))).files)
    }

    @Test("does not promise upstream's keys and snapshots, nor a day it did not set")
    func left() throws {
        let release = try Release(text(Self.upstream))
        #expect(release.signedBy == [] && release.snapshots == nil && release.validUntil == nil)
    }

    @Test("lets no second line of a value become a field")
    func folded() throws {
        let text = String(decoding: try text(Self.upstream), as: UTF8.self)
        #expect(text.contains("Description: one  Injected: two\n"))
        #expect(!text.contains("\nInjected") && !text.contains("\n Injected"))
    }

    @Test("is the same text every time")
    func golden() throws {
        let short = "Suite: a\nSHA256:\n \(hex("1")) 10 b\n \(hex("2")) 1 a\n"
        #expect(
            String(decoding: try text(short), as: UTF8.self) == """
                Suite: a
                Date: Sat, 09 Dec 2023 10:00:00 UTC
                Acquire-By-Hash: yes
                Architectures: amd64
                Components: main
                SHA256:
                 \(hex("2")) 1 a
                 \(hex("1")) 10 b

                """
        )
    }
}
