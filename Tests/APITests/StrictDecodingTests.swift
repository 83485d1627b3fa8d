import API
import JSON
import Testing

@Suite("Reading requests strictly")
struct StrictDecodingTests {
    private func refusal<Request: APIRequest>(_ type: Request.Type, _ json: String) throws -> RequestRefusal {
        do {
            _ = try APICoding.decodeStrict(type, from: Array(json.utf8))
        } catch {
            return error
        }
        throw Accepted()
    }

    struct Accepted: Error {}

    @Test("a request is read with what it says")
    func complete() throws {
        let json = #"""
            {"repository":"npm","full":true,"deep":false,"allow_shrink":true,"dry_run":true,"note":"for plant 7"}
            """#
        let request = try APICoding.decodeStrict(DiffBuildRequest.self, from: Array(json.utf8))
        let expected = DiffBuildRequest(
            repository: "npm",
            full: true,
            deep: false,
            allowShrink: true,
            dryRun: true,
            note: "for plant 7"
        )
        #expect(request == expected)
    }

    @Test("no body, an empty object and nulls all say nothing", arguments: ["", "{}", #"{"deep":null}"#])
    func nothing(json: String) throws {
        #expect(try APICoding.decodeStrict(CollectRequest.self, from: Array(json.utf8)) == CollectRequest())
    }

    @Test("every mistake is named at once")
    func everyMistake() throws {
        let refusal = try refusal(DiffBuildRequest.self, #"{"ful":true,"deep":1,"note":"","sites":[],"dry_run":"yes"}"#)
        #expect(refusal.code == .invalidRequest)
        #expect(refusal.detail == "5 values cannot be accepted")
        #expect(refusal.errors.map(\.pointer) == ["#/deep", "#/dry_run", "#/ful", "#/note", "#/sites"])
        #expect(refusal.errors.first { $0.pointer == "#/ful" }?.suggestion == "full")
        #expect(
            refusal.errors.first { $0.pointer == "#/sites" }?.detail.contains("known are repository, full,") == true
        )
        #expect(refusal.description.contains("#/deep: true or false is needed; #/dry_run"))
    }

    @Test(
        "a wrong value is refused with its place and the reason",
        arguments: [
            (#"{"path":"archive.tar.zst"}"#, "#/path", "an absolute path on the server is needed"),
            (#"{"path":7}"#, "#/path", "a text is needed"),
            (#"{"path":null}"#, "#/path", "this member is required"),
            ("{}", "#/path", "this member is required"),
            (#"{"path":"/a\u0000b"}"#, "#/path", "it must not have control characters"),
            (#"{"path":"/a","repository":""}"#, "#/repository", "it must not be empty"),
            (#"{"path":"/a","repository":["npm"]}"#, "#/repository", "a text is needed"),
            (#"{"path":"/a","a/b":1}"#, "#/a~1b", "this member is not known; known are repository, path"),
            ("[]", "#", "an object is needed"), ("null", "#", "an object is needed"), ("7", "#", "an object is needed"),
        ]
    )
    func wrong(json: String, pointer: String, detail: String) throws {
        #expect(try refusal(ImportStageRequest.self, json).errors == [FieldError(pointer: pointer, detail)])
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
        #expect(try refusal(SnapshotRequest.self, #"{"name":"\#(name)"}"#).errors.map(\.pointer) == ["#/name"])
    }

    @Test(
        "other names are fine",
        arguments: [
            "2026-11", "before-upgrade", "x", "v1.2_rc", "cafe-", "deadbeefs", String(repeating: "x", count: 64),
        ]
    )
    func goodNames(name: String) throws {
        #expect(SnapshotName.reason(against: name) == nil)
        let request = try APICoding.decodeStrict(SnapshotRequest.self, from: Array(#"{"name":"\#(name)"}"#.utf8))
        #expect(request.name == name)
    }

    @Test("a text that is too long is refused")
    func tooLong() throws {
        let long = String(repeating: "a", count: 1001)
        #expect(try refusal(DiffBuildRequest.self, #"{"note":"\#(long)"}"#).errors.count == 1)
        #expect(
            try refusal(ImportStageRequest.self, #"{"path":"/\#(long)\#(long)\#(long)\#(long)\#(long)"}"#).errors.count
                == 1
        )
    }

    @Test("what is no JSON is another kind of problem", arguments: ["{", "full=true", "{\"full\":true"])
    func malformed(json: String) throws {
        let refusal = try refusal(DiffBuildRequest.self, json)
        #expect(refusal.code == .malformedJSON)
        #expect(refusal.errors.map(\.pointer) == ["#"])
        #expect(refusal.errors.first?.detail.hasPrefix("line 1, column ") == true)
    }

    @Test("a member that is there twice is refused as no JSON", arguments: [#"{"deep":true,"deep":true}"#])
    func twice(json: String) throws {
        #expect(try refusal(CollectRequest.self, json).code == .malformedJSON)
    }

    @Test("every request declares exactly the members that it writes")
    func declarations() throws {
        try expectDeclared(BareRequest())
        try expectDeclared(CollectRequest(repository: "a", deep: true))
        try expectDeclared(SnapshotRequest(repository: "a", name: "2026-11"))
        try expectDeclared(ImportStageRequest(path: "/a", repository: "b"))
        try expectDeclared(ImportApplyRequest(allowMissing: true))
        try expectDeclared(
            DiffBuildRequest(repository: "a", full: true, deep: true, allowShrink: true, dryRun: true, note: "b")
        )
    }

    private func expectDeclared<Request: APIRequest & Equatable>(_ request: Request) throws {
        let bytes = try APICoding.encode(request)
        guard case .object(let members) = try JSONValue(parsing: bytes) else { throw Accepted() }
        #expect(Request.members.map(\.name).sorted() == members.map(\.0).sorted())
        #expect(try APICoding.decodeStrict(Request.self, from: bytes) == request)
    }
}
