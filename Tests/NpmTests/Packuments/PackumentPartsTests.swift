import Crypto
import Npm
import Testing

@Suite("Parts of packuments")
struct PackumentPartsTests {
    @Test(
        "of the digests given, the strongest algorithm decides and any one of its digests suffices",
        arguments: [
            ("\(Self.strong("x"))", Self.weak("other"), true), ("\(Self.strong("y"))", Self.weak("x"), false),
            ("\(Self.strong("y")) \(Self.strong("x"))", "", true), ("\(Self.strong("x"))?opt", "", true),
            ("\(Self.strong("y")) \(Self.weakSRI("x"))", "", false), (Self.weakSRI("x"), "", true),
            (Self.weakSRI("y"), Self.weak("x"), false), ("", Self.weak("x"), true), ("", Self.weak("y"), false),
            ("sha384-abc md5-abc", Self.weak("x"), true), (Self.sha384("x"), "", true),
            (Self.sha384("y"), Self.weak("x"), false),
            (Self.sha256("x"), Self.weak("y"), true), (Self.sha256("y"), "", false),
            ("\(Self.sha256("y")) \(Self.sha384("x"))", "", true),
            ("\(Self.sha384("y")) \(Self.strong("x"))", "", true), ("sha512-tooshort", Self.weak("x"), true),
            ("  \(Self.strong("x"))\n", "", true), ("", Self.weak("x").uppercased(), true),
        ]
    )
    func integrity(_ integrity: String, _ shasum: String, _ fits: Bool) throws {
        let found = try #require(try Self.integrity(integrity, shasum))
        #expect(found.fits(Self.allDigests) == fits)
    }

    @Test("where the strongest digest of a file is not known, the next one that is decides")
    func unknownSHA2() throws {
        let digests = PackumentFixture.digests("x")
        for (stated, fits) in [(Self.weak("x"), true), (Self.weak("y"), false), ("", true)] {
            for algorithm in [Self.sha384("y"), Self.sha256("y")] {
                #expect(try #require(try Self.integrity(algorithm, stated)).fits(digests) == fits)
            }
        }
    }

    @Test(
        "nothing that can be checked is no integrity",
        arguments: [("", ""), ("sha384-abc", ""), ("", "12"), ("x", "zz")]
    )
    func noIntegrity(_ integrity: String, _ shasum: String) throws {
        #expect(try Self.integrity(integrity, shasum) == nil)
    }

    @Test("a file whose SHA-1 is unknown is taken on trust only where nothing stronger is given")
    func unknownSHA1() throws {
        let digests = TarballDigests(sha512: PackumentFixture.digests("x").sha512, sha1: nil)
        #expect(try Self.integrity("", Self.weak("y"))?.fits(digests) == true)
        #expect(try Self.integrity(Self.strong("y"), "")?.fits(digests) == false)
    }

    @Test(
        "the file is the last component of the address, decoded once, if that is a safe name",
        arguments: [
            ("https://r/lodash/-/lodash-4.0.0.tgz", "lodash-4.0.0.tgz"),
            ("https://h/@p/ui/-/@p/ui-1.0.0.tgz", "ui-1.0.0.tgz"),
            ("https://h/a-1.tgz?token=/b.tgz#/c.tgz", "a-1.tgz"), ("https://h/a%2B1.tgz", "a+1.tgz"),
            ("a-1.tgz", "a-1.tgz"),
            ("https://h/a%252fb.tgz", "a%2fb.tgz"), ("https://h/a%2fb.tgz", nil), ("https://h/%2e%2e", nil),
            ("https://h/a%00.tgz", nil), ("https://h/a%ff.tgz", nil), ("https://h/a%4.tgz", nil),
            ("https://h/a%zz.tgz", nil),
            ("https://h/a%", nil), ("https://h/x/", nil), ("", nil), ("https://h/package.json", nil),
            ("https://h/.a.tgz", nil),
            ("https://h/%5c.tgz", nil),
        ] as [(String, String?)]
    )
    func address(_ address: String, _ file: String?) throws {
        let text =
            #"{"name":"demo","versions":{"1.0.0":{"name":"demo","version":"1.0.0","dist":{"tarball":"\#(address)"}}}}"#
        let version = try #require(try Packument(scanning: Array(text.utf8)).versions.first)
        #expect(version.dist?.file.string == file)
        #expect((version.problem == .noTarball) == (file == nil))
    }

    @Test(
        "platforms are read in Node's words, with a C library on Linux alone",
        arguments: [
            ("linux-x64-glibc", true), ("linux-arm64-musl", true), ("darwin-arm64", true), ("win32-x64", true),
            ("linux-x64", false), ("linux-x64-bionic", false), ("darwin-x64-glibc", false), ("linux", false),
            ("", false),
            ("linux--glibc", false), ("Linux-x64-glibc", false), ("linux-x64-glibc-x", false),
        ]
    )
    func platforms(_ text: String, _ isValid: Bool) {
        #expect(Platform(parsing: text)?.description == (isValid ? text : nil))
    }

    @Test(
        "fields decide about a platform as npm does",
        arguments: [
            (PlatformFields(), true), (PlatformFields(os: ["linux"]), true), (PlatformFields(os: ["darwin"]), false),
            (PlatformFields(os: ["any"]), true), (PlatformFields(os: ["any", "darwin"]), false),
            (PlatformFields(os: ["!win32"]), true), (PlatformFields(os: ["!linux"]), false),
            (PlatformFields(os: ["!win32", "darwin"]), false), (PlatformFields(os: ["linux", "!linux"]), false),
            (PlatformFields(os: ["darwin", "linux"], cpu: ["arm64"]), false), (PlatformFields(cpu: ["!arm"]), true),
            (PlatformFields(os: ["linux"], libc: ["glibc"]), true), (PlatformFields(libc: ["musl"]), false),
        ]
    )
    func fits(_ fields: PlatformFields, _ fits: Bool) throws {
        #expect(fields.fits(try #require(Platform(parsing: "linux-x64-glibc"))) == fits)
    }

    @Test("a version that asks for a C library does not fit where there is none to name")
    func libcElsewhere() throws {
        let mac = try #require(Platform(parsing: "darwin-arm64"))
        #expect(!PlatformFields(libc: ["glibc"]).fits(mac))
        #expect(!PlatformFields(libc: ["!musl"]).fits(mac))
    }

    private static func strong(_ content: String) -> String { PackumentFixture.integrity(content) }
    private static func weak(_ content: String) -> String { PackumentFixture.digests(content).sha1?.hex ?? "" }
    private static func sha384(_ content: String) -> String { "sha384-\(SHA384.hash(Array(content.utf8)).base64)" }
    private static func sha256(_ content: String) -> String { "sha256-\(SHA256.hash(Array(content.utf8)).base64)" }

    private static var allDigests: TarballDigests {
        let bytes = Array("x".utf8)
        let (sha384, sha256) = (SHA384.hash(bytes), SHA256.hash(bytes))
        return TarballDigests(sha512: SHA512.hash(bytes), sha1: SHA1.hash(bytes), sha384: sha384, sha256: sha256)
    }

    private static func weakSRI(_ content: String) -> String {
        "sha1-\(PackumentFixture.digests(content).sha1?.base64 ?? "")"
    }

    private static func integrity(_ integrity: String, _ shasum: String) throws -> Integrity? {
        let escaped = integrity.replacing("\n", with: "\\n").replacing("/", with: "\\/")
        let text = """
            {"name":"demo","versions":{"1.0.0":{"name":"demo","version":"1.0.0","dist":{"integrity":"\(escaped)",\
            "shasum":"\(shasum)","tarball":"http://h/demo-1.0.0.tgz"}}}}
            """
        let packument = try Packument(scanning: Array(text.utf8))
        return try packument.integrity(of: #require(packument.versions.first?.dist))
    }
}
