import Posix
import Testing

@testable import Npm

@Suite("Names")
struct PackageNameTests {
    @Test(
        "whatever the registry ever held is a name",
        arguments: [
            "lodash", "@babel/core", "JSONStream", "-", "a", "express-5.x", "some.dots", "under_score", "old~name!",
            "it's(odd)*",
            "@types/node", "@a/_b", "@A/B", "@a/node_modules", String(repeating: "n", count: 255),
        ]
    )
    func accepted(text: String) throws {
        let name = try PackageName(text)
        #expect(name.string == text)
        #expect(name.path.string == text)
    }

    @Test(
        "what could leave its folder or stand for something else is refused",
        arguments: [
            ("", NameError.Rule.empty), (".", .hidden), ("..", .hidden), (".hidden", .hidden), (".packferry", .hidden),
            ("_private", .underscore),
            ("a/b", .shape), ("a/../b", .shape), ("/etc", .shape), ("@a", .shape), ("@/b", .shape), ("@a/", .shape),
            ("@a/b/c", .shape),
            ("@../b", .hidden), ("@a/..", .hidden), ("@a/.b", .hidden), ("@.a/b", .hidden), ("@", .shape),
            ("@@a/b", .character),
            ("a\\b", .character), ("a%2fb", .character), ("@a%2Fb", .shape), ("a b", .character),
            ("a\u{0}", .character),
            ("a\n", .character), ("é", .character), ("a:b", .character), ("node_modules", .reserved),
            ("Favicon.ico", .reserved),
            ("a.", .trailingDot), ("@a./b", .trailingDot), (String(repeating: "n", count: 256), .long),
            ("a?b", .character), ("#", .character),
        ]
    )
    func refused(text: String, rule: NameError.Rule) {
        #expect(throws: NameError(name: text, rule: rule)) { try PackageName(text) }
    }

    @Test("scope, base name and URL form come from the name")
    func parts() throws {
        let scoped = try PackageName("@babel/core")
        #expect(scoped.scope == "@babel" && scoped.baseName == "core" && scoped.urlSegment == "@babel%2fcore")
        let plain = try PackageName("lodash")
        #expect(plain.scope == nil && plain.baseName == "lodash" && plain.urlSegment == "lodash")
    }

    @Test("names sort by bytes")
    func order() throws {
        let names = try ["b", "a-b", "@z/a", "A", "a", "@a/b", "@a/b-c"].map { try PackageName($0) }
        #expect(names.sorted().map(\.string) == ["@a/b", "@a/b-c", "@z/a", "A", "a", "a-b", "b"])
    }

    @Test("a refusal is one printable line", arguments: NameError.Rule.allCases)
    func refusal(rule: NameError.Rule) {
        let text = NameError(name: "a\u{1B}\n", rule: rule).description
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 } && text.hasSuffix(rule.rawValue))
    }
}
