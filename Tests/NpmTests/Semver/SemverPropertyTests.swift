import Testing

@testable import Npm

@Suite("Versions and ranges at random")
struct SemverPropertyTests {
    @Test("what is printed reads back strictly as the same", arguments: 0..<20)
    func printing(seed: UInt64) throws {
        var text = RandomText(seed: seed)
        for _ in 0..<200 {
            let (versionText, rangeText) = (text.version(), text.range())
            if let version = Semver(parsing: versionText, loose: true) {
                #expect(Semver(parsing: version.description) == version, "\(versionText)")
            }
            if let range = SemverRange(parsing: rangeText, loose: true) {
                #expect(SemverRange(parsing: range.description) == range, "\(rangeText)")
            }
        }
    }

    @Test("whatever is read strictly is read loosely, and means the same", arguments: 0..<20)
    func looseness(seed: UInt64) {
        var text = RandomText(seed: seed)
        for _ in 0..<200 {
            let rangeText = text.range()
            guard let strict = SemverRange(parsing: rangeText) else { continue }
            #expect(SemverRange(parsing: rangeText, loose: true) == strict, "\(rangeText)")
        }
    }

    @Test("the operators split all versions without overlap", arguments: 0..<20)
    func operators(seed: UInt64) throws {
        var text = RandomText(seed: seed)
        for _ in 0..<100 {
            guard let bound = Semver(parsing: text.version()), let version = Semver(parsing: text.version()) else {
                continue
            }
            let answers = try ["<", "=", ">"].map { relation in
                try #require(SemverRange(parsing: "\(relation)\(bound)", includingPrereleases: true)).contains(version)
            }
            #expect(answers.count { $0 } == 1, "\(version) and \(bound)")
        }
    }
}

/// Texts made of the pieces of versions and ranges, well formed and not.
private struct RandomText {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func version() -> String {
        let numbers = (0..<pick([3, 3, 3, 3, 2, 4])).map { _ in pick(["0", "1", "2", "10", "01", "x", "123"]) }
        let suffix = pick(["", "", "", "-0", "-rc.1", "-a.10.b", "+b", "-1+b", "beta", "-01", "-"])
        return pick(["", "", "", "v", "="]) + numbers.joined(separator: ".") + suffix
    }

    mutating func range() -> String {
        if next(8) == 0 { return version() + " - " + version() }
        let words = (0..<pick([1, 1, 2, 3])).map { _ in
            pick(["", "", "^", "~", ">", "<", ">=", "<=", "~>", "> ", ">= ", "^ "]) + version()
        }
        return words.joined(separator: pick([" ", " ", "||", " || "]))
    }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[next(choices.count)] }

    /// Marsaglia's xorshift: the same texts at every run.
    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % bound
    }
}
