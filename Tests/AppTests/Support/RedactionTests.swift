import Testing

@testable import App

@Suite("Taking secrets out of texts")
struct RedactionTests {
    private func clean(_ text: String, knowing secrets: [String] = []) -> String {
        String(decoding: Redaction(knowing: secrets).clean(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        "whatever looks like one goes",
        arguments: [
            ("http://ann:pw@host/a@b", "http://[removed]@host/a@b"), ("see ftp://tok@h.", "see ftp://[removed]@h."),
            ("postgres://u:p%40x,(y)@h:1/", "postgres://[removed]@h:1/"),
            (#"{"token":"abc","n":1}"#, #"{"token":"[removed]","n":1}"#),
            (#"{\"password\":\"abc\",\"n\":1}"#, #"{\"password\":\"[removed]\",\"n\":1}"#),
            ("npm_config__authToken=abc next", "npm_config__authToken=[removed] next"),
            ("//r/:_password=abc\nx", "//r/:_password=[removed]\nx"),
            ("registry_auth: abc", "registry_auth: [removed]"),
            ("Authorization: Bearer a.b c\nx", "Authorization: [removed]\nx"),
            ("Cookie: a=b; c=d\nx", "Cookie: [removed]\nx"), ("with bearer abcdef.ghi", "with bearer [removed]"),
            ("Basic dXNlcjpwYXNz", "Basic [removed]"), ("secret = 'a b', x", "secret = '[removed]', x"),
            (#"{"credentials":{"a":"b"},"n":1}"#, #"{"credentials":[removed],"n":1}"#),
            ("x npm_abcdefghijklmnop y", "x [removed] y"), ("eyJhbGciOiJIUzI1.eyJzdWIi.c2ln ok", "[removed] ok"),
            ("a -----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY----- b", "a [removed] b"),
            ("a -----BEGIN RSA PRIVATE KEY-----\nabc", "a [removed]"),
        ]
    )
    func removed(text: String, expected: String) { #expect(clean(text) == expected) }

    @Test(
        "what is none stays",
        arguments: [
            "http://host/a@b:c", "https://registry.npmjs.org/@scope/a", "upstream_auth: env:NPM_TOKEN",
            "registry_auth: file:/run/secrets/npm", "token: null", "auth:\n  mode: none", "auth: { mode: none }",
            "the basic functionality", "a token is needed", "ann@plant.example", "-----BEGIN PUBLIC KEY-----\nabc",
            #"{"password":null}"#, "", "://", "token", "token:",
        ]
    )
    func kept(text: String) { #expect(clean(text) == text) }

    @Test("what is known goes wherever it stands, the longest first, and parts of it too")
    func known() {
        let secrets = ["ann:hunter22", "Bearer abc-def", "hunter22 longer"]
        let cleaned = clean("x=hunter22 longer, hunter22;ann:hunter22 abc-def", knowing: secrets)
        #expect(!cleaned.contains("hunter") && !cleaned.contains("abc-def"))
        #expect(Redaction(knowing: secrets).isKnown(in: Array("a hunter22".utf8)))
        #expect(!Redaction(knowing: ["abc"]).isKnown(in: Array("abc".utf8)))
    }

    @Test("any bytes are taken")
    func anything() {
        let bytes = (0...255).map(UInt8.init) + Array("token=\u{FF}\u{0}".utf8) + [0xFF, 0xFE]
        #expect(Redaction(knowing: []).clean(bytes).starts(with: (0...46).map(UInt8.init)))
    }
}
