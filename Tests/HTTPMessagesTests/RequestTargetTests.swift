import HTTPMessages
import Testing

@Suite("Request targets")
struct RequestTargetTests {
    @Test(
        "a path is cut at slashes, then each segment is decoded once",
        arguments: [
            ("/", []),
            ("/a", ["a"]),
            ("/a/", ["a", ""]),
            ("//a", ["", "a"]),
            ("/a//b", ["a", "", "b"]),
            ("/npm/@scope/name", ["npm", "@scope", "name"]),
            ("/npm/@scope%2Fname", ["npm", "@scope/name"]),
            ("/npm/%40scope%2fname", ["npm", "@scope/name"]),
            ("/a%252e%252e", ["a%2e%2e"]),
            ("/a%20b+c", ["a b+c"]),
            ("/%C3%A9", ["é"]),
            ("/...", ["..."]),
            ("/..a/a..", ["..a", "a.."]),
            ("/a?b/../c", ["a"]),
        ]
    )
    func segments(text: String, expected: [String]) throws {
        #expect(try RequestTarget(text).segments == expected)
    }

    @Test(
        "what could leave its folder or hide is refused",
        arguments: [
            "", "a", "?a", "/..", "/a/../b", "/.", "/a/./b", "/%2e%2e/a", "/%2E%2e", "/.%2e", "/a%2f..%2fb", "/a/%2e",
            "/a%00", "/a%0a", "/a%1f", "/a%7F", "/a%5cb", "/a\\b", "/a%", "/a%2", "/a%zz", "/%ff", "/%c3%28",
            "/%ed%a0%80", "/a b", "/a#b", "/é", "/a\u{0}", "*a", "a:80", "http://", "http:///a", "ftp://a/b",
            "https//a",
        ]
    )
    func refused(text: String) {
        #expect(throws: HTTPSyntaxError.self) { try RequestTarget(text) }
    }

    @Test(
        "absolute form gives an authority and a path",
        arguments: [
            ("http://a:80/b", "a:80", ["b"]),
            ("HTTPS://a", "a", []),
            ("http://a?b=c", "a", []),
            ("http://a/", "a", []),
        ]
    )
    func absolute(text: String, authority: String, segments: [String]) throws {
        let target = try RequestTarget(text)
        #expect(target.authority == authority)
        #expect(target.segments == segments)
    }

    @Test("an asterisk asks about the server")
    func asterisk() throws {
        let target = try RequestTarget("*")
        #expect(target.isAsterisk)
        #expect(target.segments.isEmpty)
        #expect(try !RequestTarget("/*").isAsterisk)
    }

    @Test(
        "query pairs are decoded once",
        arguments: [
            ("/?a=1", "1"),
            ("/?a", ""),
            ("/?a=", ""),
            ("/?b=2&a=1&a=3", "1"),
            ("/?a=x+y%2Bz", "x y+z"),
            ("/?a=1=2", "1=2"),
            ("/?&&a=1&", "1"),
            ("/?%61=%2541", "%41"),
            ("/?a=?", "?"),
            ("/?b=1", nil),
        ] as [(String, String?)]
    )
    func query(text: String, expected: String?) throws {
        #expect(try RequestTarget(text).query["a"] == expected)
    }

    @Test("every value of a name is kept in order")
    func repeated() throws {
        let query = try RequestTarget("/?only=a&x=1&only=b").query
        #expect(query.values(of: "only") == ["a", "b"])
        #expect(query.map(\.name) == ["only", "x", "only"])
    }

    @Test("a broken query is refused", arguments: ["/?a=%", "/?a=%0", "/?%zz", "/?a=%00", "/?a=%ff"])
    func brokenQuery(text: String) {
        #expect(throws: HTTPSyntaxError.self) { try RequestTarget(text) }
    }

    @Test("an encoded segment decodes to itself", arguments: ["", "a", "@scope/name", "é ü%2F", "a+b&c=d?e#f", "~-._"])
    func encoding(text: String) throws {
        let encoded = PercentEncoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        #expect(try RequestTarget("/x/\(encoded)").segments == ["x", text])
        #expect(try RequestTarget("/?v=\(encoded)").query["v"] == text)
    }

    @Test(
        "an authority is host and port",
        arguments: [
            ("localhost", "localhost", nil, false),
            ("LocalHost:8470", "localhost", 8470, false),
            ("127.0.0.1:80", "127.0.0.1", 80, true),
            ("[::1]:8470", "[::1]", 8470, true),
            ("[::1]", "[::1]", nil, true),
            ("a:", "a", nil, false),
            ("1.2.3", "1.2.3", nil, false),
            ("a%41.b", "a%41.b", nil, false),
            ("[::]", "[::]", nil, true), ("[1::]:1", "[1::]", 1, true), ("[FE80::1]", "[fe80::1]", nil, true),
            ("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]", nil, true),
            ("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7::]", nil, true),
            ("[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", nil, true),
            ("[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", nil, true),
            ("1.2.3.256", "1.2.3.256", nil, false),
        ] as [(String, String, UInt16?, Bool)]
    )
    func authority(text: String, host: String, port: UInt16?, isAddress: Bool) throws {
        let authority = try #require(Authority(parsing: text))
        #expect(authority.host == host)
        #expect(authority.port == port)
        #expect(authority.isAddress == isAddress)
    }

    @Test(
        "a broken authority is refused",
        arguments: [
            "", ":80", "a:b", "a:99999", "a:-1", "u@h", "a b", "[::1", "[]", "[x]", "a/b", "::1", "[::1]x", "a:80:",
            "a%zz", "a%", "a%4", "%", "a%4g", "a%zz:80", "[:::]", "[::1::]", "[1:2]", "[1:2:3:4:5:6:7:8:9]", "[:1::]",
            "[1:2:3:4:5:6:7:8::]", "[12345::]", "[::1.2.3]", "[::1.2.3.256]", "[1.2.3.4::]", "[1.2.3.4]",
            "[fe80::1%25e]",
            "[v1.a]", "[ ::1]", "[::1]:b", "u:p@h", "[u@::1]", "a:8 0", "a\u{e9}",
        ]
    )
    func brokenAuthority(text: String) {
        #expect(Authority(parsing: text) == nil)
    }
}
