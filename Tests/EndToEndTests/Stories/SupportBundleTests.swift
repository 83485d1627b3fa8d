import Foundation
import JSON
import TestSupport
import Testing

@Suite("A support bundle", .paced, .needsProgram, .needs("tar", "zstd"), .temporaryDirectory, .ends)
struct SupportBundleTests {
    private let folder = TemporaryDirectory.current

    /// The texts of a bundle, by their names.
    private func texts(_ path: String) async throws -> [String: String] {
        let target = "\(folder)/unpacked-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let line = "zstd -dcq '\(path)' | tar -xf - -C '\(target)'"
        try await Executable.needed("sh").run(["-c", line], in: folder).succeeded()
        let root = "\(target)/packferry-support"
        var found: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            guard let bytes = FileManager.default.contents(atPath: "\(root)/\(name)") else { continue }
            found[name] = String(decoding: bytes, as: UTF8.self)
        }
        return found
    }

    @Test("It tells what helps, and none of the secrets that lie everywhere, while a server runs")
    func secrets() async throws {
        let site = try Site("near", in: folder)
        let words = (1...12).map { "S3CR3T-\($0)-kept" }
        try "user:\(words[0])\n".write(toFile: "\(folder)/secret", atomically: true, encoding: .utf8)
        try site.configure(
            """
            site: { role: both, name: near }
            listen: 127.0.0.1:0
            repositories:
              npm:
                type: npm
                storage: ./storage
                registry: http://127.0.0.1:1
                registry_auth: env:NPM_TOKEN
                upstream: http://127.0.0.1:1/npm
                upstream_auth: file:\(folder)/secret
            """
        )
        let environment = [
            "NPM_TOKEN": words[1], "HTTPS_PROXY": "http://proxy:\(words[2])@proxy.plant:3128", "MY_API_TOKEN": words[3],
        ]
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try Data("//registry/:_authToken=\(words[4])\n".utf8).write(to: URL(filePath: "\(site.storage)/.npmrc"))
        try await site.run("keys", "generate").succeeded()
        let key = try FileManager.default.subpathsOfDirectory(atPath: "\(site.folder)/state/keys").compactMap { name in
            FileManager.default.contents(atPath: "\(site.folder)/state/keys/\(name)").map {
                String(decoding: $0, as: UTF8.self)
            }
        }.first { $0.contains("PRIVATE KEY") }
        let note = "see https://ann:\(words[5])@wiki.plant/x and Authorization: Bearer \(words[6])"
        try await site.run("artifact", "build", "--note", note).succeeded()
        let lock = """
            {"lockfileVersion":3,"packages":{"node_modules/left":{"version":"1.0.0",
            "resolved":"https://bob:\(words[7])@npm.plant/left/-/left-1.0.0.tgz"}},"token":"\(words[8])"}
            """
        try lock.write(toFile: "\(folder)/package-lock.json", atomically: true, encoding: .utf8)
        _ = try await site.run("refresh", "full", "--from", "\(folder)/package-lock.json")
        let logs = "\(site.folder)/state/logs"
        let log = try #require(try FileManager.default.contentsOfDirectory(atPath: logs).first { $0.hasSuffix(".log") })
        let line =
            #"{"message":"asked","authorization":"Basic \#(words[9])","cookie":"a=\#(words[10]); b=c","password":"\#(words[11])"}"#
        let handle = try #require(FileHandle(forWritingAtPath: "\(logs)/\(log)"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("\(line)\n".utf8))
        try handle.write(contentsOf: Data((key ?? "").utf8))
        try handle.close()

        let server = try await site.serve()
        let bundle = "\(folder)/support.tar.zst"
        let arguments = ["support-bundle", bundle, "--config", site.configuration]
        let made = try await site.packferry.run(arguments, in: folder, environment: environment).succeeded()
        #expect(made.output.contains("configuration.yaml"))
        let texts = try await texts(bundle)
        for (name, text) in texts {
            for word in words { #expect(!text.contains(word), "\(name): \(word)") }
            #expect(!text.contains("PRIVATE KEY"), "\(name)")
        }
        #expect(key != nil)
        let body = try #require(key?.split(separator: "\n").dropFirst().first)
        #expect(texts.values.allSatisfy { !$0.contains(body) })
        // What helps is there.
        #expect(texts["configuration.yaml"]?.contains("registry_auth: env:NPM_TOKEN") == true)
        #expect(texts["jobs.json"]?.contains("diff-build") == true)
        #expect(texts["database.txt"]?.contains("artifacts: 1\n") == true)
        #expect(texts["database.txt"]?.contains("CREATE TABLE jobs") == true)
        #expect(texts["doctor.json"]?.contains("\"checks\"") == true)
        #expect(texts["logs/\(log)"]?.contains("asked") == true)
        #expect(texts["environment.txt"]?.contains("HTTPS_PROXY") == true)
        #expect(texts["sizes.txt"]?.contains("data.sqlite") == true)
        let mode = try FileManager.default.attributesOfItem(atPath: bundle)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // What is there is not replaced.
        let again = try await site.packferry.run(arguments, in: folder)
        #expect(again.status == 1 && again.complaints.contains("is there already"), "\(again)")
        try await server.stop()
    }

    @Test("It is made where hardly anything works: no configuration, a damaged database, no state")
    func broken() async throws {
        let site = try Site("near", in: folder)
        try await site.run("support-bundle", "\(folder)/new.tar.zst").succeeded()
        #expect(!FileManager.default.fileExists(atPath: "\(site.folder)/state"))
        try FileManager.default.createDirectory(atPath: "\(site.folder)/state", withIntermediateDirectories: true)
        try Data(repeating: 7, count: 8192).write(to: URL(filePath: "\(site.folder)/state/data.sqlite"))
        try await site.run("support-bundle", "\(folder)/damaged.tar.zst").succeeded()
        #expect(try await texts("\(folder)/damaged.tar.zst")["state.txt"]?.contains("could not be had") == true)
        try site.configure("listen: nowhere")
        try await site.run("support-bundle", "\(folder)/wrong.tar.zst").succeeded()
        let text = try await texts("\(folder)/wrong.tar.zst")["configuration.yaml"]
        #expect(text?.contains("listen") == true && text?.contains("could not be had") == true)
        let tried = try await site.run("support-bundle", "\(folder)/tried.tar.zst", "--dry-run", "--json").succeeded()
        #expect(try tried.json["dry_run"]?.boolValue == true)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/tried.tar.zst"))
    }
}
