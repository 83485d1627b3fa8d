import Testing
import Transfer

@Suite struct ArtifactNameTests {
    @Test("an archive is named after the UTC minute it was made in; further ones are counted")
    func names() {
        let first = ArtifactName(created: "2026-11-21T01:30:59Z")
        #expect(first.id == "diff-202611210130")
        #expect(first.file == "diff-202611210130.tar.zst")
        #expect(first.partial == ".diff-202611210130.tar.zst.partial")
        #expect(first.sidecar == "diff-202611210130.tar.zst.sha512")
        #expect(ArtifactName(created: "2026-11-21T01:30:00Z", ordinal: 2).id == "diff-202611210130-2")
        #expect(ArtifactName(created: "2026-11-21T01:30:00Z", ordinal: 1).id == first.id)
    }

    @Test(
        "what was named is recognised",
        arguments: ["diff-202611210130", "diff-202611210130-2", "diff-202611210130-10"]
    )
    func recognised(_ id: String) {
        #expect(ArtifactName(id: id)?.id == id)
        #expect(ArtifactName(file: "\(id).tar.zst")?.id == id)
    }

    @Test(
        "nothing else is",
        arguments: [
            "", "diff", "diff-", "diff-20261121013", "diff-2026112101300", "diff-20261121013x", "diff-202611210130-",
            "diff-202611210130-1", "diff-202611210130-0", "diff-202611210130-02", "diff-202611210130--2",
            "diff-202611210130-2-3", "Diff-202611210130", "../diff-202611210130", "diff-202611210130/x",
            ".diff-202611210130",
            "diff-٢٠٢٦١١٢١٠١٣٠", "diff-202611210130-99999999999999999999",
        ]
    )
    func foreign(_ id: String) {
        #expect(ArtifactName(id: id) == nil)
        #expect(ArtifactName(file: "\(id).tar.zst") == nil)
    }

    @Test("only the whole file name counts", arguments: ["diff-202611210130", "diff-202611210130.tar", "x.tar.zst"])
    func files(_ file: String) {
        #expect(ArtifactName(file: file) == nil)
    }
}
