import API
import JSON
import Requests
import Testing
import Transfer

@testable import Jobs

@Suite("Reading what jobs are asked to do, strictly")
struct StrictDecodingTests {
    private func read<Arguments: JobArguments>(_ type: Arguments.Type, _ json: String) throws -> Arguments {
        try Arguments(strictly: JSONValue(parsing: Array(json.utf8)))
    }

    private func refusal<Arguments: JobArguments>(_ type: Arguments.Type, _ json: String) throws -> RequestRefusal {
        do {
            _ = try read(type, json)
        } catch let error as RequestRefusal {
            return error
        }
        throw Accepted()
    }

    struct Accepted: Error {}

    @Test("arguments are read with what they say")
    func complete() throws {
        let json = #"""
            {"baseline":"2026-11","deep":false,"allow_shrink":true,"dry_run":true,"note":"for plant 7"}
            """#
        let arguments = try read(DiffBuild.self, json)
        #expect(arguments.baseline == "2026-11")
        #expect(arguments.full == nil)
        #expect(arguments.deep == false)
        #expect(arguments.allowShrink == true)
        #expect(arguments.dryRun == true)
        #expect(arguments.note == "for plant 7")
    }

    @Test("an empty object and nulls say nothing", arguments: ["{}", #"{"deep":null}"#])
    func nothing(json: String) throws {
        #expect(try read(Collect.self, json).deep == nil)
    }

    @Test("every mistake is named at once")
    func everyMistake() throws {
        let refusal = try refusal(DiffBuild.self, #"{"ful":true,"deep":1,"note":"","places":[],"dry_run":"yes"}"#)
        #expect(!refusal.isMalformed)
        #expect(refusal.detail == "5 values cannot be accepted")
        #expect(refusal.errors.map(\.pointer) == ["#/deep", "#/dry_run", "#/ful", "#/note", "#/places"])
        #expect(refusal.errors.first { $0.pointer == "#/ful" }?.suggestion == "full")
        #expect(refusal.errors.first { $0.pointer == "#/places" }?.detail.contains("known are baseline, full,") == true)
        #expect(refusal.description.contains("deep: true or false is needed; dry_run"))
    }

    @Test(
        "a list of texts is one, of so many and so long",
        arguments: ["1", "\"a\"", "[]", "[1]", "[\"\"]", "[\"a\\n\"]", "[null]", "{}"]
    )
    func lists(_ only: String) throws {
        #expect(try refusal(DiffBuild.self, "{\"only\":\(only)}").errors.map(\.pointer) == ["#/only"])
        #expect(try read(DiffBuild.self, #"{"only":["a@^1","b"]}"#).only == ["a@^1", "b"])
    }

    @Test("what contradicts itself is refused")
    func contradictions() throws {
        #expect(try refusal(DiffBuild.self, #"{"full":true,"baseline":"x"}"#).errors.map(\.pointer) == ["#/full"])
        #expect(try refusal(DiffBuild.self, #"{"full":true,"only":["a"]}"#).errors.map(\.pointer) == ["#/full"])
        let pointers = try refusal(DiffBuild.self, #"{"baseline":"x","lockfile":"/a"}"#).errors.map(\.pointer)
        #expect(pointers == ["#/baseline"])
        #expect(try refusal(ImportApply.self, "{}").errors.map(\.pointer) == ["#/import"])
        #expect(try refusal(ImportApply.self, #"{"import":"a","path":"/a"}"#).errors.map(\.pointer) == ["#/import"])
    }

    @Test(
        "a wrong value is refused with its place and the reason",
        arguments: [
            (#"{"path":"archive.tar.zst"}"#, "#/path", "an absolute path on the server is needed"),
            (#"{"path":7}"#, "#/path", "a text is needed"),
            (#"{"path":null}"#, "#/path", "this member is required"),
            ("{}", "#/path", "this member is required"),
            (#"{"path":"/a\u0000b"}"#, "#/path", "it must not have control characters"),
            (#"{"path":"/a","a/b":1}"#, "#/a~1b", "this member is not known; known are path, allow_unsigned"),
            ("[]", "#", "an object is needed"), ("null", "#", "an object is needed"), ("7", "#", "an object is needed"),
        ]
    )
    func wrong(json: String, pointer: String, detail: String) throws {
        #expect(try refusal(ImportStage.self, json).errors == [FieldError(pointer: pointer, detail)])
    }

    @Test(
        "a name for a snapshot cannot be taken for an id, an option or a hidden file",
        arguments: [
            "", "-x", ".x", "a b", "a/b", "ä", "abc123", "2026", "ABCDEF", "780acc9b7294ef4da1a5ac5f9d7df54c",
            String(repeating: "x", count: 65),
        ]
    )
    func badNames(name: String) throws {
        #expect(SnapshotName.reason(against: name) != nil)
        #expect(try refusal(SnapshotCreate.self, #"{"name":"\#(name)"}"#).errors.map(\.pointer) == ["#/name"])
    }

    @Test(
        "other names are fine",
        arguments: [
            "2026-11", "before-upgrade", "x", "v1.2_rc", "cafe-", "deadbeefs", String(repeating: "x", count: 64),
        ]
    )
    func goodNames(name: String) throws {
        #expect(SnapshotName.reason(against: name) == nil)
        #expect(try read(SnapshotCreate.self, #"{"name":"\#(name)"}"#).name == name)
    }

    @Test("a grace is a time, and no other text", arguments: ["", "24", "1w", "-1h", "1.5h", "h"])
    func badGrace(text: String) throws {
        #expect(try refusal(StoreGC.self, #"{"grace":"\#(text)"}"#).errors.map(\.pointer) == ["#/grace"])
        #expect(try read(StoreGC.self, #"{"grace":"0s"}"#).grace == "0s")
    }

    @Test("a text that is too long is refused")
    func tooLong() throws {
        let long = String(repeating: "a", count: 1001)
        #expect(try refusal(DiffBuild.self, #"{"note":"\#(long)"}"#).errors.count == 1)
        let path = String(repeating: long, count: 5)
        #expect(try refusal(ImportStage.self, #"{"path":"/\#(path)"}"#).errors.count == 1)
    }

    @Test("all arguments declare exactly the members that they write")
    func declarations() throws {
        var build = DiffBuild()
        (build.baseline, build.full, build.deep, build.allowShrink, build.dryRun, build.note) = (
            "a", false, true, true, true, "b"
        )
        (build.only, build.lockfile, build.sites) = (["a@1"], "/a", ["plant-7"])
        var collect = Collect()
        (collect.deep, collect.allowShrink) = (true, false)
        var apply = ImportApply(import: "a")
        (apply.path, apply.allowMissing, apply.adoptSource, apply.dryRun) = ("/a", true, false, true)
        (apply.allowUnsigned, apply.delete, apply.unpacked, apply.registerPackages) = (true, false, true, true)
        try expectDeclared(build)
        try expectDeclared(collect)
        try expectDeclared(apply)
        try expectDeclared(SnapshotCreate(name: "2026-11", dryRun: true))
        try expectDeclared(ImportStage(path: "/a", allowUnsigned: true))
        try expectDeclared(ImportRollback(import: "a", dryRun: true))
        var sync = Sync()
        (sync.force, sync.allowShrink, sync.dryRun) = (true, false, true)
        try expectDeclared(sync)
        try expectDeclared(StoreVerify(dryRun: true))
        try expectDeclared(StoreGC(grace: "24h", dryRun: true))
        try expectDeclared(ArtifactVerify(artifact: "a"))
        try expectDeclared(ArtifactExport(artifact: "a", folder: "/a", splitBytes: 1 << 20, dryRun: true))
    }

    private func expectDeclared<Arguments: JobArguments>(_ arguments: Arguments) throws {
        guard case .object(let members) = try JSONEncoder().value(of: arguments) else { throw Accepted() }
        #expect(Arguments.members.map(\.name).sorted() == members.map(\.0).sorted())
    }
}
