import Crypto
import FoundationEssentials
import JSON
import Posix
import TestSupport
import Testing

@testable import Npm

@Suite("Registry", .temporaryDirectory)
struct NpmRegistryTests {
    @Test("a packument names tarballs at the address it was asked at", arguments: [PackumentForm.full, .abbreviated])
    func addresses(form: PackumentForm) async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("plain", "1.0.0")
        try fixture.publish("@scope/name", "2.0.0-rc.1")
        let plain = try #require(try await fixture.packument("plain", form))
        #expect(try address(plain, "1.0.0") == "http://host:1/npm/plain/-/plain-1.0.0.tgz")
        let scoped = try #require(try await fixture.packument("@scope/name", form))
        #expect(try address(scoped, "2.0.0-rc.1") == "http://host:1/npm/@scope/name/-/name-2.0.0-rc.1.tgz")
    }

    @Test("the two forms have their own types, contents and tags")
    func forms() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("plain", "1.0.0", extra: #", "description": "full only""#)
        let full = try #require(try await fixture.packument("plain", .full))
        let short = try #require(try await fixture.packument("plain", .abbreviated))
        #expect(full.contentType == "application/json; charset=utf-8")
        #expect(short.contentType == "application/vnd.npm.install-v1+json; charset=utf-8")
        #expect(String(decoding: full.bytes, as: UTF8.self).contains("full only"))
        #expect(!String(decoding: short.bytes, as: UTF8.self).contains("full only"))
        #expect(full.entityTag != short.entityTag)
    }

    @Test("an unchanged packument keeps its tag, a changed one is served at once with another")
    func changes() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("plain", "1.0.0")
        let first = try #require(try await fixture.packument("plain"))
        let again = try #require(try await fixture.packument("plain"))
        #expect(again.entityTag == first.entityTag && again.bytes == first.bytes)
        try fixture.publish("plain", "1.0.1")
        let changed = try #require(try await fixture.packument("plain"))
        #expect(changed.entityTag != first.entityTag)
        #expect(try address(changed, "1.0.1") == "http://host:1/npm/plain/-/plain-1.0.1.tgz")
        try fixture.storage.unlink(RelativePath("plain/package.json"))
        #expect(try await fixture.packument("plain") == nil)
        try fixture.publish("plain", "1.0.0")
        #expect(try await fixture.packument("plain")?.entityTag == first.entityTag)
    }

    @Test("each address of the registry has its own document")
    func bases() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("plain", "1.0.0")
        let name = try PackageName("plain")
        for base in ["http://a/npm", "http://b/npm", "http://a/npm"] {
            let document = try await fixture.registry.packument(name, form: .full, base: base)
            #expect(try address(try #require(document), "1.0.0") == "\(base)/plain/-/plain-1.0.0.tgz")
        }
    }

    @Test("a package may lie in a sub-folder of its own")
    func subfolder() async throws {
        let fixture = try RegistryFixture(folder: { name in try RelativePath("kept/\(name.string)") })
        try fixture.publish("plain", "1.0.0")
        try fixture.storage.makeDirectories(RelativePath("kept"))
        try fixture.storage.rename(RelativePath("plain"), to: RelativePath("kept/plain"))
        #expect(try await fixture.packument("plain") != nil)
        #expect(try await fixture.registry.tarball(PackageName("plain"), TarballFileName("plain-1.0.0.tgz")) != nil)
    }

    @Test("what is not there is not found", arguments: ["absent", "@scope/absent", "plain-1.0.0.tgz"])
    func absent(name: String) async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("plain", "1.0.0")
        try fixture.write("a file where a folder is asked for", to: "plain-1.0.0.tgz")
        try fixture.storage.makeDirectories(RelativePath("@scope"))
        #expect(try await fixture.packument(name) == nil)
        #expect(try await fixture.registry.tarball(PackageName(name), TarballFileName("plain-1.0.0.tgz")) == nil)
    }

    @Test("nothing behind a link is served")
    func links() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("plain", "1.0.0")
        let outside = try AbsolutePath(TemporaryDirectory.current).string
        let root = fixture.storage.path.string
        try makeLink(at: "\(root)/linked", to: "plain")
        try makeLink(at: "\(root)/away", to: outside)
        try makeLink(at: "\(root)/plain/linked-1.0.0.tgz", to: "plain-1.0.0.tgz")
        try fixture.storage.makeDirectories(RelativePath("half"))
        try makeLink(at: "\(root)/half/package.json", to: "../plain/package.json")
        for name in ["linked", "away", "half"] { #expect(try await fixture.packument(name) == nil) }
        let registry = fixture.registry
        #expect(try await registry.tarball(PackageName("linked"), TarballFileName("plain-1.0.0.tgz")) == nil)
        #expect(try await registry.tarball(PackageName("plain"), TarballFileName("linked-1.0.0.tgz")) == nil)
    }

    @Test("neither Packferry's own folder nor anything hidden is served, whatever the configuration says")
    func hidden() async throws {
        for folder in [".packferry/plain", "plain.packferry", ".hidden/x/plain"] {
            let fixture = try RegistryFixture(folder: { _ in try RelativePath(folder) })
            try fixture.write(#"{"name": "plain", "versions": {}}"#, to: "\(folder)/package.json")
            try fixture.write("tarball", to: "\(folder)/plain-1.0.0.tgz")
            #expect(try await fixture.packument("plain") == nil)
            #expect(try await fixture.registry.tarball(PackageName("plain"), TarballFileName("plain-1.0.0.tgz")) == nil)
        }
    }

    @Test("a packument that cannot be read is an error, not an absence", arguments: ["", "{", #"{"name": "other"}"#])
    func unreadable(text: String) async throws {
        let fixture = try RegistryFixture()
        try fixture.write(text, to: "plain/package.json")
        await #expect(throws: PackumentError.self) { try await fixture.packument("plain") }
        try fixture.publish("plain", "1.0.0")
        #expect(try await fixture.packument("plain") != nil)
    }

    @Test("a tarball is handed out open, with its size and a tag that changes with it")
    func tarball() async throws {
        let fixture = try RegistryFixture()
        try fixture.publish("@scope/name", "1.0.0")
        let first = try await tarball(fixture, "@scope/name", "name-1.0.0.tgz")
        #expect(first.text == "tarball of @scope/name" && first.size == 22)
        #expect(try await tarball(fixture, "@scope/name", "name-1.0.0.tgz") == first)
        try fixture.write("tarball of @scope/xxxx", to: "@scope/name/name-1.0.0.tgz")
        let second = try await tarball(fixture, "@scope/name", "name-1.0.0.tgz")
        #expect(second.tag != first.tag && second.size == first.size)
    }

    @Test("only regular files are tarballs")
    func kinds() async throws {
        let fixture = try RegistryFixture()
        try fixture.storage.makeDirectories(RelativePath("plain/folder-1.0.0.tgz"))
        #expect(try await fixture.registry.tarball(PackageName("plain"), TarballFileName("folder-1.0.0.tgz")) == nil)
    }

    @Test("ping is an empty object")
    func ping() {
        #expect(NpmRegistry.ping.bytes == Array("{}".utf8))
    }

    private func address(_ document: RegistryDocument, _ version: String) throws -> String? {
        try JSONValue(parsing: document.bytes)["versions"]?[version]?["dist"]?["tarball"]?.stringValue
    }

    private struct Sent: Equatable {
        let text: String
        let size: Int64
        let tag: String
    }

    private func tarball(_ fixture: RegistryFixture, _ name: String, _ file: String) async throws -> Sent {
        guard let tarball = try await fixture.registry.tarball(PackageName(name), TarballFileName(file)) else {
            return Sent(text: "", size: -1, tag: "")
        }
        let (size, tag) = (tarball.size, tarball.entityTag)
        let bytes = try tarball.file.descriptor.readAll(limit: 1000)
        return Sent(text: String(decoding: bytes, as: UTF8.self), size: size, tag: tag)
    }

    private func makeLink(at path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }
}
