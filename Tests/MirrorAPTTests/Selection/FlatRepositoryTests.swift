import Crypto
import MirrorAPT
import Posix
import Testing

@Suite("A flat repository")
struct FlatRepositoryTests {
    @Test(
        "is named by a folder that ends with a slash",
        arguments: [("/", nil), ("./", nil), ("a/", "a"), ("./a/b/", "a/b")]
    )
    func folder(text: String, folder: String?) throws { #expect(try FlatRepository(text).folder?.string == folder) }

    @Test(
        "is not named otherwise",
        arguments: [("stable", APTError.Code.invalid), ("../", .unsafePath), ("a/../../", .unsafePath)]
    )
    func refused(text: String, code: APTError.Code) throws {
        #expect(try refusal { _ = try FlatRepository(text) }.code == code)
    }

    @Test("has its indexes in that folder, by its Release")
    func groups() throws {
        let paths = [
            "Packages", "Packages.gz", "Packages.xz", "Sources.gz", "en.xz", "Release", "Contents-amd64.gz", "old/x",
        ]
        let lines = paths.map { " \(hex("1")) 10 ./\($0)\n" }.joined()
        let release = try Release(Array("Suite: x\nSHA256:\n\(lines)".utf8))
        let flat = try FlatRepository("debs/")
        let groups = flat.groups(release, IndexChoice())
        #expect(groups.map { flat.path(of: $0.path).string } == ["debs/Packages", "debs/en"])
        #expect(groups[0].forms.map(\.file.path.string) == ["Packages.xz", "Packages.gz"])
        #expect(groups[0].kind.lists == .binaries)
        let more = flat.groups(release, IndexChoice(sources: true, languages: [], contents: true))
        #expect(more.map(\.path.string) == ["Contents-amd64", "Packages", "Sources"])
    }

    @Test("without a Release has its list under one of some names")
    func names() {
        let names = FlatRepository.names(of: .binaries).map(\.name)
        #expect(names == ["Packages.zst", "Packages.xz", "Packages.gz", "Packages.bz2", "Packages"])
        #expect(FlatRepository.names(of: .sources).last?.name == "Sources")
    }
}

@Suite("Images of the installer")
struct InstallerSumsTests {
    private let list: RelativePath

    init() throws { list = try RelativePath("main/installer-amd64/current/images/SHA256SUMS") }

    @Test("are those that the list names, beside it")
    func read() throws {
        let text = "\(hex("1"))  ./netboot/mini.iso\n\(hex("2")) *MANIFEST\n"
        let files = try InstallerSums.read(Array(text.utf8), at: list)
        let folder = "main/installer-amd64/current/images"
        #expect(files.map(\.path.string) == ["\(folder)/netboot/mini.iso", "\(folder)/MANIFEST"])
        #expect(files.map(\.sha256.hex) == [hex("1"), hex("2")])
    }

    @Test("lie nowhere else", arguments: ["../../x", "/x", "a/../../../x"])
    func paths(path: String) throws {
        let error = try refusal { _ = try InstallerSums.read(Array("\(hex("1"))  \(path)\n".utf8), at: list) }
        #expect(error.code == .unsafePath)
    }

    @Test("are not listed by anything else", arguments: ["<html>", "\(hex("1"))", "\(hex("1", 32))  x"])
    func malformed(text: String) throws {
        #expect(try refusal { _ = try InstallerSums.read(Array(text.utf8), at: list) }.code == .malformed)
    }
}
