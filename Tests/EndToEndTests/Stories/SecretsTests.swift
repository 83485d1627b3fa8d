import Foundation
import TestSupport
import Testing

@Suite("Secrets", .paced, .needsProgram, .temporaryDirectory, .ends)
struct SecretsTests {
    private static let word = "T0P-S3CR3T"
    private static let files = [
        ".verdaccio-db.json", ".token-db.json", ".sinopia-db.json", "htpasswd", ".npmrc", "left/.npmrc",
        "left/htpasswd",
        "left/package.json.lock", "left/package.json.tmp123", "left/left-9.9.9.tgz.tmp-456", "left/notes.txt",
    ]

    @Test("Secrets, locks and half-written files never travel, whatever else does")
    func stayAtHome() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        for file in Self.files {
            try Data("{\"secret\":\"\(Self.word)\"}".utf8).write(to: URL(fileURLWithPath: "\(near.storage)/\(file)"))
        }
        let archive = try await near.archive()
        let carried = try await Archive(archive)
        #expect(
            carried.members == [
                "SHA512SUMS", "manifest.json", "snapshot.json", "README.txt", "verify.sh",
                "storage/left/left-1.0.0.tgz", "storage/left/package.json",
            ]
        )
        let script = "zstd -dcq \"$1\" | grep -c '\(Self.word)'"
        let found = try await Executable.needed("sh").run(["-c", script, "sh", archive], in: folder)
        #expect(found.output == "0\n")

        let database = "{\"list\":[],\"secret\":\"of the far side\"}"
        try Data(database.utf8).write(to: URL(fileURLWithPath: "\(far.storage)/.verdaccio-db.json"))
        try await far.apply(archive).succeeded()
        let kept = try Data(contentsOf: URL(fileURLWithPath: "\(far.storage)/.verdaccio-db.json"))
        #expect(String(decoding: kept, as: UTF8.self) == database)
    }
}
