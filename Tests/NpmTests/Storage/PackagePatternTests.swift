import Globs
import Npm
import TestSupport
import Testing

/// A pattern with names that it means and names that it does not, as minimatch 7.4 answers.
struct PatternFacts: Sendable, CustomTestStringConvertible {
    let pattern: String
    let matching: [String]
    let others: [String]

    init(_ pattern: String, _ matching: [String], not others: [String]) {
        self.pattern = pattern
        self.matching = matching
        self.others = others
    }

    var testDescription: String { pattern }

    static let all = [
        PatternFacts("**", ["a", "-", "lodash", "@scope/a", "@scope/name-x"], not: []),
        PatternFacts("**/*", ["a", "@scope/a"], not: []),
        PatternFacts("**/**", ["a", "@scope/a"], not: []),
        PatternFacts("*", ["a", "lodash", "x.js"], not: ["@scope/a"]),
        PatternFacts("@*/*", ["@scope/a", "@s/a"], not: ["a", "lodash"]),
        PatternFacts("*/*", ["@scope/a", "@s/a"], not: ["a", "lodash"]),
        PatternFacts("@*/**", ["@scope/a", "@s/a"], not: ["a", "lodash"]),
        PatternFacts("@scope/*", ["@scope/a", "@scope/name-x"], not: ["@scope2/a", "@s/a", "a"]),
        PatternFacts("@scope/**", ["@scope/a"], not: ["@s/a", "@other/a", "scope"]),
        PatternFacts("@scope/**/a", ["@scope/a"], not: ["@scope/b", "@other/a", "a"]),
        PatternFacts("**/a", ["a", "@scope/a"], not: ["b", "@scope/b", "ab"]),
        PatternFacts("**/a/**", ["a"], not: ["b", "@scope/b"]),
        PatternFacts("@scope/name", ["@scope/name"], not: ["@scope/name-x", "name"]),
        PatternFacts("@scope*/*", ["@scope/a", "@scope2/z"], not: ["@other/a"]),
        PatternFacts("@scope/name-*", ["@scope/name-x"], not: ["@scope/name", "name-x"]),
        PatternFacts("@**/a", ["@scope/a", "@s/a"], not: ["a", "@scope/b"]),
        PatternFacts("name", ["name"], not: ["name-x", "x-name", "@scope/name", "Name"]),
        PatternFacts("name-*", ["name-x", "name-"], not: ["name", "@scope/name-x"]),
        PatternFacts("*-name", ["x-name", "-name"], not: ["name", "name-x"]),
        PatternFacts("a**", ["a", "ab", "axb"], not: ["b", "ba"]),
        PatternFacts("**-a", ["x-a", "-a"], not: ["a", "@scope/x-a"]),
        PatternFacts("*a*b*", ["ab", "xaxbx", "axb", "a.b"], not: ["ba", "a", "b"]),
        PatternFacts("*ab*ab", ["abab", "xabxabab"], not: ["ab", "aab", "ababa"]),
        PatternFacts("*.js", ["x.js", "-.js"], not: ["x.jsx", "js"]),
        PatternFacts("?", ["a", "-", "A"], not: ["ab", "@s/a"]),
        PatternFacts("a?", ["ab", "a-"], not: ["a", "abc"]),
        PatternFacts("@?/*", ["@x/a", "@s/a"], not: ["@scope/a"]),
        PatternFacts("[ab]c", ["ac", "bc"], not: ["cc", "c"]),
        PatternFacts("[!a]c", ["bc", "cc", "1c", "-c"], not: ["ac"]),
        PatternFacts("[^a]c", ["bc", "cc"], not: ["ac"]),
        PatternFacts("[a-c]x", ["ax", "cx"], not: ["dx", "-x"]),
        PatternFacts("[a-]c", ["ac", "-c"], not: ["bc"]),
        PatternFacts("[]a]c", ["ac"], not: ["bc"]),
        PatternFacts("{a,b}", ["a", "b"], not: ["c", "ab"]),
        PatternFacts("{a,b}-*", ["a-", "b-c"], not: ["a", "c-"]),
        PatternFacts("{,a}b", ["b", "ab"], not: ["a", "aab"]),
        PatternFacts("@{x,y}/*", ["@x/a", "@y/a"], not: ["@s/a"]),
        PatternFacts("@{x,y{1,2}}/*", ["@x/a", "@y1/a", "@y2/a"], not: ["@y/a"]),
        PatternFacts("{@scope/*,name-*}", ["@scope/a", "name-x"], not: ["name", "@s/a"]),
        PatternFacts("{a,{b,c}}", ["a", "b", "c"], not: ["d"]),
        PatternFacts("A", ["A"], not: ["a"]),
        PatternFacts("a.b", ["a.b"], not: ["axb"]),
        PatternFacts("~a", ["~a"], not: ["a"]),
        PatternFacts("it's", ["it's"], not: ["its"]),
        PatternFacts("@scope", [], not: ["@scope/a", "scope"]),
    ]
}

@Suite("A pattern over package names")
struct PackagePatternTests {
    @Test("means the names that minimatch means", arguments: PatternFacts.all)
    func facts(facts: PatternFacts) throws {
        let pattern = try PackagePattern(facts.pattern)
        for name in facts.matching { #expect(pattern.matches(try PackageName(name)), "\(name)") }
        for name in facts.others { #expect(!pattern.matches(try PackageName(name)), "\(name)") }
        #expect(pattern.description == facts.pattern)
    }

    @Test(
        "can end as Verdaccio reads it, where a scope's name goes on",
        arguments: [
            ("@scope/**", "@scope2/z", true), ("@scope/**", "@scope/z", true), ("@scope/**", "@sco/z", false),
            ("@scope/**", "x", false), ("{@a/**,b}", "@ab/c", true), ("{@a/**,b}", "bc", false), ("a/**", "ab", true),
            ("*/**", "a", true), ("@*/**", "a", false), ("**/**", "a", true), ("@scope/*", "@scope2/z", false),
        ]
    )
    func prefixes(pattern: String, name: String, matches: Bool) throws {
        #expect(try PackagePattern(pattern, ending: .prefix).matches(PackageName(name)) == matches)
    }

    @Test(
        "is refused where minimatch would read more into it",
        arguments: [
            ("", "is empty"), ("!a", "begins with !"), ("#a", "begins with #"), ("a\\*", "has a backslash"),
            ("@(a|b)", "has a (…) group"), ("+(a)", "has a (…) group"), ("a/", "has an empty part"),
            ("/a", "has an empty part"), ("a//b", "has an empty part"), ("[a", "has a bracket without its partner"),
            ("a]", "has a bracket without its partner"), ("{a,b", "has a bracket without its partner"),
            ("a,b}", "has a bracket without its partner"), ("{a}", "has braces without a comma"),
            ("a{1..3}", "has braces without a comma"), ("[[:alpha:]]", "has a class in brackets"),
            ("[b-a]", "has a range that runs backwards"), ("[]", "has a bracket without its partner"),
            ("{,a}", "is empty"), ("{!a,b}", "begins with !"),
        ]
    )
    func refusals(pattern: String, reason: String) {
        let refusal = #expect(throws: PackagePattern.Refusal.self) { try PackagePattern(pattern) }
        #expect(refusal?.reason.hasPrefix(reason) == true, "\(String(describing: refusal))")
        #expect(refusal?.pattern == pattern)
    }

    @Test("cannot be made to expand or search without end")
    func hostile() throws {
        let braces = String(repeating: "{a,b}", count: 20)
        #expect(throws: PackagePattern.Refusal.self) { try PackagePattern(braces) }
        #expect(throws: PackagePattern.Refusal.self) { try PackagePattern(String(repeating: "{", count: 10_000)) }
        let stars = try PackagePattern(String(repeating: "*a", count: 60) + "b")
        #expect(!stars.matches(try PackageName(String(repeating: "a", count: 200))))
    }

    @Test("the page on patterns is right, row by row")
    func page() throws {
        for row in try DocumentedTable("docs/formats/patterns.md", under: "## Package names").rows {
            let pattern = try PackagePattern(row[0][0])
            for name in row[1] { #expect(pattern.matches(try PackageName(name)), "\(pattern) takes \(name)") }
            for name in row[2] { #expect(!pattern.matches(try PackageName(name)), "\(pattern) leaves \(name)") }
        }
    }
}
