import Testing

/// A site, an archive that comes, and what is to be done.
///
/// Lists are in the shorthand of `entryList`.
struct PlannerFacts: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the archive carries; its sequence is 10.
    var carried = ""
    /// What its target lists besides.
    var target = ""
    /// What lies here.
    var here = ""
    /// What lies here and is not what its index says.
    var broken = ""
    /// Which of that the source brought, and with which sequence.
    var owned: [String: Int64] = [:]
    /// What the source brought in place of which something else lies here now.
    var brought = ""
    /// Files of the site that stayed at an earlier import.
    var conflicts = ""
    /// The target of an archive of sequence 20 that was accepted before.
    var newer: String?

    var new = ""
    var replaced = ""
    var unchanged = ""
    var superseded = ""
    var conflicting = ""
    var missing = ""

    init(_ title: String, _ fill: (inout PlannerFacts) -> Void) {
        testDescription = title
        fill(&self)
    }

    static let all = [
        PlannerFacts("nothing here") { facts in
            facts.carried = "a/1=x b/1=y"
            facts.new = facts.carried
        },
        PlannerFacts("here with the same bytes, whoever put it there") { facts in
            facts.carried = "a/1=x b/1=y"
            facts.here = facts.carried
            facts.owned = ["a/1=x": 5]
            facts.unchanged = facts.carried
        },
        PlannerFacts("the source's file, changed upstream") { facts in
            facts.carried = "a/1=new"
            facts.here = "a/1=old"
            facts.owned = ["a/1=old": 5]
            facts.replaced = facts.carried
        },
        PlannerFacts("the source's file, brought by a newer archive") { facts in
            facts.carried = "a/1=old"
            facts.here = "a/1=new"
            facts.owned = ["a/1=new": 15]
            facts.superseded = facts.carried
        },
        PlannerFacts("the source's file, brought by this very archive's sequence") { facts in
            facts.carried = "a/1=other"
            facts.here = "a/1=new"
            facts.owned = ["a/1=new": 10]
            facts.superseded = facts.carried
        },
        PlannerFacts("a damaged copy of the source's file") { facts in
            facts.carried = "a/1=x"
            facts.broken = "a/1=damaged"
            facts.brought = "a/1=x"
            facts.replaced = facts.carried
        },
        PlannerFacts("a damaged copy of what the source had before") { facts in
            facts.carried = "a/1=new"
            facts.broken = "a/1=damaged"
            facts.brought = "a/1=old"
            facts.replaced = facts.carried
        },
        PlannerFacts("the site's file") { facts in
            facts.carried = "a/1=x"
            facts.here = "a/1=own"
            facts.conflicting = facts.carried
        },
        PlannerFacts("the site's file, damaged: still not ours to replace") { facts in
            facts.carried = "a/1=x"
            facts.broken = "a/1=own"
            facts.conflicting = facts.carried
        },
        PlannerFacts("the source's file that the site replaced by a publication of its own") { facts in
            facts.carried = "a/1=new"
            facts.here = "a/1=own"
            facts.brought = "a/1=old"
            facts.conflicting = facts.carried
        },
        PlannerFacts("a newer archive listed it otherwise") { facts in
            facts.carried = "a/1=old"
            facts.newer = "a/1=new"
            facts.superseded = facts.carried
        },
        PlannerFacts("a newer archive listed it no more") { facts in
            facts.carried = "a/1=old b/1=x"
            facts.newer = "b/1=x"
            facts.superseded = "a/1=old"
            facts.new = "b/1=x"
        },
        PlannerFacts("a newer archive listed it and it never came") { facts in
            facts.carried = "a/1=x"
            facts.newer = "a/1=x"
            facts.new = facts.carried
        },
        PlannerFacts("what the archive relies on is here") { facts in
            facts.carried = "b/1=y"
            facts.target = "a/1=x"
            facts.here = "a/1=x"
            facts.new = "b/1=y"
        },
        PlannerFacts("what the archive relies on is not here") { facts in
            facts.carried = "b/1=y"
            facts.target = "a/1=x c/1=z"
            facts.here = "c/1=z"
            facts.new = "b/1=y"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what the archive relies on has other bytes here") { facts in
            facts.target = "a/1=x"
            facts.here = "a/1=y"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what the archive relies on is damaged here") { facts in
            facts.target = "a/1=x"
            facts.broken = "a/1=damaged"
            facts.brought = "a/1=x"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what the archive relies on yielded to the site's own file") { facts in
            facts.target = "a/1=x"
            facts.here = "a/1=own"
            facts.conflicts = "a/1=own"
        },
        PlannerFacts("the site's own file that once was preferred has changed since") { facts in
            facts.target = "a/1=x"
            facts.here = "a/1=changed"
            facts.conflicts = "a/1=own"
            facts.missing = "a/1=x"
        },
        PlannerFacts("what is held is required of nobody") { facts in
            facts.target = "a/1*=x"
        },
        PlannerFacts("what a newer archive overtook is required of nobody") { facts in
            facts.target = "a/1=old b/1=gone c/1=x"
            facts.newer = "a/1=new c/1=x"
            facts.missing = "c/1=x"
        },
    ]
}
