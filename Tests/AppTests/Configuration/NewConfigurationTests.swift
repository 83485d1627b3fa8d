import App
import FoundationEssentials
import Posix
import TestSupport
import Testing
import Trees

@Suite("A first configuration", .temporaryDirectory)
struct NewConfigurationTests {
    private let folder = TemporaryDirectory.current

    private func made(from name: String?, _ text: String? = nil) throws -> NewConfiguration {
        if let name, let text { try ConfigurationFile.write(text, to: name) }
        let home = try AbsolutePath("\(folder)/home")
        return try NewConfiguration(from: name.map { try AbsolutePath("\(folder)/\($0)") }, home: home)
    }

    @Test("takes storage, sub-folders, address and name from Verdaccio's")
    func verdaccio() throws {
        let configuration = try made(
            from: "config.yaml",
            """
            storage: ./storage
            listen: 0.0.0.0:4873
            url_prefix: https://npm.plant:8443/registry/
            packages:
              '@plant/*': { access: $all, storage: plant }
              '**': { access: $all, proxy: npmjs }
            """
        )
        let values = try ConfigurationFile.load(configuration.text(role: .offline)).values
        #expect(values.site.role == .offline)
        #expect(values.repositories[0].storage.string == "\(folder)/storage")
        #expect(values.repositories[0].settings.path("verdaccio_config")?.string == "\(folder)/config.yaml")
        #expect(values.listen.description == "0.0.0.0:8470" && values.hosts.map(\.string) == ["npm.plant"])
    }

    @Test(
        "reads every form of Verdaccio's address",
        arguments: [
            ("4873", "127.0.0.1:8470"), ("localhost:4873", "127.0.0.1:8470"),
            ("http://10.0.0.7:4873/", "10.0.0.7:8470"),
            ("'[::]:4873'", "[::]:8470"), ("[unix:/tmp/v.sock, '127.0.0.2:4873']", "127.0.0.2:8470"),
            ("unix:/tmp/v.sock", "127.0.0.1:8470"), ("npm.plant:4873", "127.0.0.1:8470"),
        ]
    )
    func addresses(listen: String, expected: String) throws {
        let configuration = try made(from: "config.yaml", "storage: /srv/npm\nlisten: \(listen)\n")
        let values = try ConfigurationFile.load(configuration.text(role: .both)).values
        #expect(values.listen.description == expected)
        #expect(values.repositories[0].settings.path("verdaccio_config")?.lastComponent == "config.yaml")
    }

    @Test("takes a storage, or any folder")
    func folders() throws {
        try SampleStorage.write(to: "\(folder)/storage")
        try SampleStorage.write("x", "x.iso", in: "\(folder)/images")
        for (name, type) in [("storage", "npm"), ("images", "files")] {
            let values = try ConfigurationFile.load(made(from: name).text(role: .online)).values
            #expect(values.repositories[0].type == type && values.repositories[0].storage.string == "\(folder)/\(name)")
        }
    }

    @Test("looks where Verdaccio is mostly, and can be used as it is where there is none")
    func usual() throws {
        let none = try made(from: nil)
        try #require(none.source == nil, "a Verdaccio of this machine is in the way")
        #expect(try ConfigurationFile.load(none.text(role: .both)).values.repositories[0].type == "npm")
        let path = "\(folder)/home/.config/verdaccio"
        try SampleStorage.write("storage: ./storage\n", "config.yaml", in: path)
        let found = try made(from: nil)
        #expect(found.source?.string == "\(path)/config.yaml")
        let values = try ConfigurationFile.load(found.text(role: .both)).values
        #expect(values.repositories[0].storage.string == "\(path)/storage")
    }

    @Test(
        "is not made from what is neither",
        arguments: [("nothing", nil), ("text", "Dear"), ("broken.yaml", "storage: ["), ("other.yaml", "a: 1")]
            as [(String, String?)]
    )
    func refused(name: String, text: String?) throws {
        let error = #expect(throws: NewConfigurationError.self) { try made(from: name, text) }
        #expect(try #require(error).description.hasPrefix("\(folder)/\(name) "))
    }
}
