import MirrorAPT
import Posix
import TestSupport
import Testing

@Suite("Versions of Debian packages")
struct DebianVersionTests {
    private static let table: [(String, String, String)] = [
        ("1.0", "1.0", "="), ("1.0", "1.00", "="), ("0:1.0", "1.0", "="), ("1.0-0", "1.0", "="), ("1", "1-", "?"),
        ("1.0", "1.1", "<"), ("1.9", "1.10", "<"), ("2:1.0", "1:9.9", ">"), ("1.0~rc1", "1.0", "<"),
        ("1.0~", "1.0", "<"), ("1.0~~", "1.0~", "<"), ("1.0~~a", "1.0~", "<"), ("1.0a", "1.0", ">"),
        ("1.0+b1", "1.0", ">"),
        ("1.0a", "1.0+", "<"), ("1.0-1", "1.0-1.1", "<"), ("1.0-1~bpo12+1", "1.0-1", "<"),
        ("1.0-1+deb12u1", "1.0-1", ">"),
        ("1.0.0", "1.0", ">"), ("1-1-1", "1-1", ">"), ("abc", "abd", "<"), ("1A", "1a", "<"), ("1.2.3", "1.2.03", "="),
        ("20231209", "1:0", "<"), ("99999999999999999999999", "100000000000000000000000", "<"),
        ("1.18446744073709551616", "1.2", ">"),
        ("0", "0~", ">"), ("1:0", "1:", "?"), ("1.0-1", "1.0_1", "<"),
    ]

    private func sign(_ left: String, _ right: String) -> String {
        guard let left = DebianVersion(left), let right = DebianVersion(right) else { return "?" }
        return left < right ? "<" : left == right ? "=" : ">"
    }

    @Test("have the order of this table", arguments: table)
    func order(left: String, right: String, expected: String) {
        #expect(sign(left, right) == expected)
        #expect(sign(right, left) == (expected == "<" ? ">" : expected == ">" ? "<" : expected))
    }

    @Test(
        "are not what dpkg refuses",
        arguments: ["", ":1", "1:", "a:1", "1-", "1 2", "1\n", "99999999999:1", "2147483648:1", "-1", "é"]
    )
    func refused(text: String) { #expect(DebianVersion(text) == nil) }

    @Test("have dpkg's order", .needs("dpkg"), .temporaryDirectory)
    func dpkg() throws {
        var random = SeededGenerator(seed: 7)
        let pairs = Self.table.filter { $0.2 != "?" }.map { ($0.0, $0.1) } + (0..<300).map { _ in Self.pair(&random) }
        let lines = pairs.map { left, right in
            "c() { dpkg --compare-versions '\(left)' $1 '\(right)' 2>&-; }; c lt && echo lt || { c eq && echo eq || echo gt; }"
        }
        let outcome = try StockTool("sh").run(["-c", lines.joined(separator: "\n")], in: TemporaryDirectory.current)
        let signs = ["lt": "<", "eq": "=", "gt": ">"]
        let answers = outcome.output.split(separator: "\n").map { signs[String($0)] ?? "" }
        try #require(answers.count == pairs.count)
        for (pair, answer) in zip(pairs, answers) { #expect(sign(pair.0, pair.1) == answer, "\(pair)") }
    }

    /// Two that differ in a place or two, mostly.
    private static func pair(_ random: inout SeededGenerator) -> (String, String) {
        let letters = Array("0001123459aAbz.+~~-")
        let first = "\(Int.random(in: 0...2, using: &random))" + word(letters, &random)
        var other = Array(first)
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            other[Int.random(in: other.indices, using: &random)] = random.pick(letters)
        }
        return (
            whole(first, &random), whole(random.once(in: 4) ? "1" + word(letters, &random) : String(other), &random)
        )
    }

    private static func word(_ letters: [Character], _ random: inout SeededGenerator) -> String {
        String((0..<Int.random(in: 0...7, using: &random)).map { _ in random.pick(letters) })
    }

    /// With an epoch at times, and never with an empty revision.
    private static func whole(_ text: String, _ random: inout SeededGenerator) -> String {
        let epoch = random.once(in: 5) ? "\(Int.random(in: 0...1, using: &random)):" : ""
        return epoch + (text.hasPrefix("-") ? "1" : "") + text + (text.hasSuffix("-") ? "1" : "")
    }
}
