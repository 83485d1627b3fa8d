import Crypto
import MirrorAPT
import Posix
import Testing
import Time

@Suite("A Release")
struct ReleaseTests {
    private static let text = """
        Origin: Debian
        Label: Debian-Security
        Suite: stable-security
        Version: 12
        Codename: bookworm-security
        Date: Sat, 09 Dec 2023 10:00:00 UTC
        Valid-Until: Sat, 16 Dec 2023 10:00:00 UTC
        Acquire-By-Hash: yes
        No-Support-for-Architecture-all: Packages
        Architectures: all amd64 arm64
        Components: updates/main updates/contrib
        NotAutomatic: yes
        ButAutomaticUpgrades: yes
        Signed-By: AAAA,
         BBBB!
        Changelogs: https://example.org/@CHANGEPATH@
        Snapshots: https://example.org/@SNAPSHOTID@
        Description: Debian 12 Security
        MD5Sum:
         \(hex("1", 32))       10 main/binary-amd64/Packages
        SHA256:
         \(hex("2"))       10 main/binary-amd64/Packages
         \(hex("3")) 5 ./main//binary-amd64/Packages.xz
        """

    private func release(_ text: String) throws -> Release { try Release(Array(text.utf8)) }

    @Test("says what its suite is, and what of it there is")
    func fields() throws {
        let release = try release(Self.text)
        #expect(release.origin == "Debian" && release.label == "Debian-Security" && release.suite == "stable-security")
        #expect(release.version == "12" && release.codename == "bookworm-security")
        #expect(release.date == Moment("2023-12-09T10:00:00Z") && release.validUntil == Moment("2023-12-16T10:00:00Z"))
        #expect(release.acquireByHash && release.notAutomatic && release.butAutomaticUpgrades)
        #expect(release.architectures == ["all", "amd64", "arm64"])
        #expect(release.components == ["updates/main", "updates/contrib"])
        #expect(release.noSupportForArchitectureAll == ["Packages"])
        #expect(release.signedBy == ["AAAA", "BBBB!"])
        #expect(release.changelogs?.hasSuffix("@CHANGEPATH@") == true)
        #expect(release.snapshots?.hasSuffix("@SNAPSHOTID@") == true)
        #expect(release.description == "Debian 12 Security")
    }

    @Test("lists each file once with all that is said of it")
    func files() throws {
        let release = try release(Self.text)
        #expect(release.algorithms == [.md5, .sha256] && release.strongest == .sha256)
        #expect(release.files.map(\.path.string) == ["main/binary-amd64/Packages", "main/binary-amd64/Packages.xz"])
        let file = try #require(release.files.first)
        #expect(file.size == 10 && file.digests.md5 == hex("1", 32) && file.digests.sha256?.hex == hex("2"))
        #expect(
            file.pathsByHash.map(\.string) == [
                "main/binary-amd64/by-hash/MD5Sum/\(hex("1", 32))", "main/binary-amd64/by-hash/SHA256/\(hex("2"))",
            ]
        )
    }

    @Test("without a strong list is refused, however many weak ones there are")
    func weak() throws {
        let text = "Origin: x\nMD5Sum:\n \(hex("1", 32)) 1 a\nSHA1:\n \(hex("1", 40)) 1 a\n"
        let error = try refusal { _ = try release(text) }
        #expect(error.code == .weakDigest)
        #expect(error.description.contains("by MD5Sum and SHA1 alone, which can be forged"))
        #expect(try refusal { _ = try release("Origin: x\n") }.code == .weakDigest)
    }

    @Test(
        "that a portal answers in place of is told from one",
        arguments: [
            "<!DOCTYPE html><html><body>Log in</body></html>", "\n\u{FEFF}<html>", "{\"error\": 404}", "", "\n \n",
            "\u{0}\u{1}\u{2}",
        ]
    )
    func foreign(text: String) throws {
        let error = try refusal { _ = try release(text) }
        #expect(error.code == .foreign, "\(error)")
        #expect(error.hint?.contains("Open its address in a browser") == true)
    }

    @Test("that is a web page says so")
    func page() throws {
        let error = try refusal { _ = try Release(Array("<html>".utf8), subject: "stable/InRelease") }
        #expect(error.sentence == "stable/InRelease is a web page: something answered in the repository's place")
    }

    @Test(
        "with a path that leads elsewhere is refused",
        arguments: ["../../etc/passwd", "/etc/passwd", "main/../../x", "main/\u{1}x", "a\\b", ".."]
    )
    func paths(path: String) throws {
        let error = try refusal { _ = try release("SHA256:\n \(hex("1")) 1 \(path)\n") }
        #expect(error.code == .unsafePath, "\(error)")
    }

    @Test(
        "that contradicts itself is refused",
        arguments: [
            "SHA256:\n \(hex("1")) 1 a\n \(hex("2")) 1 a\n", "SHA256:\n \(hex("1")) 1 a\n \(hex("1")) 2 a\n",
            "SHA1:\n \(hex("1", 40)) 9 a\nSHA256:\n \(hex("1")) 1 a\n",
            "SHA256:\n \(hex("1")) 1 a\n \(hex("2")) 1 ./a\n",
        ]
    )
    func conflicts(text: String) throws {
        let error = try refusal { _ = try release(text) }
        #expect(error.code == .conflict)
        #expect(error.sentence == "Release lists a twice, with different sizes or digests")
    }

    @Test(
        "with a line that is none is refused",
        arguments: [
            "\(hex("1", 63)) 1 a", "\(hex("g")) 1 a", "\(hex("1")) -1 a", "\(hex("1")) 1", "\(hex("1")) 1x a",
            "\(hex("1"))",
            "\(hex("1")) 99999999999999999999 a", "\(hex("1")) +1 a",
        ]
    )
    func lines(line: String) throws {
        #expect(try refusal { _ = try release("SHA256:\n \(line)\n") }.code == .malformed)
    }

    @Test("takes a line twice that says the same, and digests in capital letters")
    func same() throws {
        let release = try release("SHA256:\n \(hex("a")) 1 a\n \(hex("A")) 1 a\nOrigin: x\n\nOrigin: y\n")
        #expect(release.files.count == 1 && release.origin == "x")
    }

    @Test("with a field twice is refused", arguments: ["Suite: a\nSuite: b\n", "SHA256:\n\(hex("1")) 1 b\n"])
    func twice(text: String) throws {
        #expect(try refusal { _ = try release("SHA256:\n \(hex("1")) 1 a\n\(text)") }.code == .malformed)
    }
}

@Suite("Dates of Releases")
struct ReleaseDateTests {
    @Test(
        "are read as Debian and apt write them",
        arguments: [
            ("Sat, 09 Dec 2023 10:00:00 UTC", "2023-12-09T10:00:00Z"),
            ("Sat, 9 Dec 2023 10:00:00 GMT", "2023-12-09T10:00:00Z"),
            ("Thu, 29 Feb 2024 23:59:59 +0000", "2024-02-29T23:59:59Z"),
            ("09 Dec 2023 1:02:03 Z", "2023-12-09T01:02:03Z"),
            ("Sat, 31 Dec 2016 23:59:60 UTC", "2017-01-01T00:00:00Z"),
        ]
    )
    func read(text: String, moment: String) { #expect(ReleaseDate.read(text) == Moment(moment)) }

    @Test(
        "that are none are refused",
        arguments: [
            "", "yesterday", "Sat, 09 Dec 2023 10:00:00", "Sat, 09 Dec 2023 10:00:00 CET",
            "Sat, 09 Dec 2023 10:00:00 +0200",
            "Sat, 30 Feb 2023 10:00:00 UTC", "Sat, 09 Dez 2023 10:00:00 UTC", "2023-12-09T10:00:00Z",
            "Sat, 09 Dec 2023 24:00:00 UTC", "Sat, 09 Dec 2023 10:00 UTC", "Sat, 09 Dec 23 10:00:00 UTC", "Sat,",
        ]
    )
    func refused(text: String) { #expect(ReleaseDate.read(text) == nil) }

    @Test("are written as they are read", arguments: [0, 951_782_399, 1_702_116_000, 4_102_444_800] as [Int64])
    func written(seconds: Int64) {
        let moment = Moment(seconds: seconds)
        #expect(ReleaseDate.read(ReleaseDate.text(moment)) == moment)
        #expect(seconds != 1_702_116_000 || ReleaseDate.text(moment) == "Sat, 09 Dec 2023 10:00:00 UTC")
    }

    @Test("that are none make a Release malformed", arguments: ["Date", "Valid-Until"])
    func inRelease(field: String) throws {
        let text = "\(field): tomorrow\nSHA256:\n \(hex("1")) 1 a\n"
        #expect(
            try refusal { _ = try Release(Array(text.utf8)) }.description.contains("states a \(field) that is no date")
        )
    }
}
