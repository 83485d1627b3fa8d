import Posix
import Testing
import Transfer

/// Two lists and what lies between them.
struct DeltaFacts: Sendable, CustomTestStringConvertible {
    let base: String
    let target: String
    let added: String
    let changed: String
    let removed: String

    init(_ base: String, _ target: String, added: String = "", changed: String = "", removed: String = "") {
        self.base = base
        self.target = target
        self.added = added
        self.changed = changed
        self.removed = removed
    }

    var testDescription: String { "[\(base)] -> [\(target)]" }

    static let all = [
        DeltaFacts("", ""),
        DeltaFacts("", "a/1=x b/1=y", added: "a/1=x b/1=y"),
        DeltaFacts("a/1=x b/1=y", "", removed: "a/1=x b/1=y"),
        DeltaFacts("a/1=x b/1=y", "a/1=x b/1=y"),
        DeltaFacts("a/1=x b/1=y", "a/1=x b/1=z", changed: "b/1=z"),
        DeltaFacts("a/1=x c/1=x", "b/1=x d/1=x", added: "b/1=x d/1=x", removed: "a/1=x c/1=x"),
        DeltaFacts("b/1=x", "a/1=x b/1=x c/1=x", added: "a/1=x c/1=x"),
        DeltaFacts("a/1=x b/1=x c/1=x", "b/1=x", removed: "a/1=x c/1=x"),
        // Held now: neither carried nor deleted, whatever it was.
        DeltaFacts("a/1=x", "a/1*=x"),
        DeltaFacts("a/1=x", "a/1*=y"),
        DeltaFacts("", "a/1*=x"),
        // Held before and whole again: it travels, even with the bytes it had.
        DeltaFacts("a/1*=x", "a/1=x", added: "a/1=x"),
        DeltaFacts("a/1*=x", "a/1=y", added: "a/1=y"),
        // Held before and gone now: nobody was ever told that it was there.
        DeltaFacts("a/1*=x", ""),
        DeltaFacts("a/1*=x b/1=x", "b/1=x"),
        DeltaFacts("a/1*=x", "a/1*=x"),
        // The order is that of bytes: `-` and `.` come before `/`, upper case before lower.
        DeltaFacts("a-b/1=x a/1=x", "a-b/1=x a.b/1=x a/1=x", added: "a.b/1=x"),
        DeltaFacts("B/1=x a/1=x", "B/1=y a/1=x", changed: "B/1=y"),
    ]
}

@Suite struct DeltaTests {
    @Test("what lies between two lists is what content says", arguments: DeltaFacts.all)
    func facts(_ facts: DeltaFacts) throws {
        let delta = try Delta(from: Snapshot(facts.base).entries, to: Snapshot(facts.target).entries)
        #expect(try Array(delta.added) == entryList(facts.added))
        #expect(try Array(delta.changed) == entryList(facts.changed))
        #expect(try Array(delta.removed) == entryList(facts.removed))
        #expect(delta.isEmpty == (facts.added + facts.changed + facts.removed).isEmpty)
    }
}
