import Testing

@testable import Npm

/// Which version npm itself (npm-pick-manifest 9.1, node 20) takes of a package; `nil` where it answers ETARGET.
struct PickFact: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let versions: [PublishedVersion]
    let tags: [String: String]
    let wanted: String
    let picked: String?

    init(
        _ description: String,
        _ versions: [PublishedVersion],
        tags: [String: String] = [:],
        wanted: String = "^1.0.0",
        picked: String?
    ) {
        testDescription = description
        self.versions = versions
        self.tags = tags
        self.wanted = wanted
        self.picked = picked
    }

    static let all: [PickFact] = [
        PickFact(
            "latest lower than max, satisfies",
            ["1.0.0", "1.5.0", "1.9.0"],
            tags: ["latest": "1.5.0"],
            picked: "1.5.0"
        ),
        PickFact("latest out of range", ["1.0.0", "1.9.0", "2.0.0"], tags: ["latest": "2.0.0"], picked: "1.9.0"),
        PickFact("max deprecated", ["1.0.0", .deprecated("1.9.0")], tags: ["latest": "1.9.0"], picked: "1.0.0"),
        PickFact(
            "only deprecated",
            [.deprecated("1.0.0"), .deprecated("1.9.0")],
            tags: ["latest": "1.0.0"],
            picked: "1.9.0"
        ),
        PickFact(
            "engine mismatch of max",
            ["1.0.0", .forNode(">=99", "1.9.0")],
            tags: ["latest": "1.9.0"],
            picked: "1.0.0"
        ),
        PickFact(
            "* with a prerelease as latest",
            ["1.0.0", "2.0.0-rc.1"],
            tags: ["latest": "2.0.0-rc.1"],
            wanted: "*",
            picked: "2.0.0-rc.1"
        ),
        PickFact("* with only prereleases and no latest", ["1.0.0-rc.1", "2.0.0-rc.1"], wanted: "*", picked: nil),
        PickFact("latest names an absent version", ["1.0.0"], tags: ["latest": "1.5.0"], picked: "1.0.0"),
        PickFact("latest, which is absent", ["1.0.0"], tags: ["latest": "1.5.0"], wanted: "latest", picked: nil),
        PickFact("unknown tag", ["1.0.0"], tags: ["latest": "1.0.0"], wanted: "nope", picked: nil),
        PickFact("loose version", ["1.0.0"], tags: ["latest": "1.0.0"], wanted: "=v1.0.0", picked: "1.0.0"),
    ]

    /// Corners beyond the usual, answered by the same npm.
    static let corners: [PickFact] = [
        PickFact(
            "empty means *",
            ["1.0.0", "2.0.0-rc.1"],
            tags: ["latest": "2.0.0-rc.1"],
            wanted: "",
            picked: "2.0.0-rc.1"
        ),
        PickFact(
            "x does not take a prerelease",
            ["1.0.0", "2.0.0-rc.1"],
            tags: ["latest": "2.0.0-rc.1"],
            wanted: "x",
            picked: "1.0.0"
        ),
        PickFact("exact version, deprecated", ["1.0.0", .deprecated("1.1.0")], wanted: "1.1.0", picked: "1.1.0"),
        PickFact("absent version", ["1.0.0"], wanted: "1.1.0", picked: nil),
        PickFact(
            "tag on a deprecated version",
            ["1.0.0", .deprecated("1.1.0")],
            tags: ["old": "1.1.0"],
            wanted: "old",
            picked: "1.1.0"
        ),
        PickFact("engine outweighs deprecation", [.deprecated("1.0.0"), .forNode("<2", "1.9.0")], picked: "1.0.0"),
        PickFact("both wrong is last", [.forNode("<2", "1.0.0"), .deprecated("1.9.0", node: "<2")], picked: "1.0.0"),
        PickFact("unreadable engines are a misfit", ["1.0.0", .forNode("latest", "1.9.0")], picked: "1.0.0"),
        PickFact("empty engines fit", ["1.0.0", .forNode("", "1.9.0")], picked: "1.9.0"),
        PickFact("nothing in range", ["1.0.0", "2.0.0"], tags: ["latest": "2.0.0"], wanted: "^3", picked: nil),
        PickFact("no versions", [], tags: ["latest": "1.0.0"], wanted: "*", picked: nil),
        PickFact("keys read loosely", ["1.0.0", "1.9.0beta", "1.02.0"], picked: "1.02.0"),
        PickFact(
            "latest deprecated, others not",
            ["1.0.0", .deprecated("1.5.0"), "1.9.0"],
            tags: ["latest": "1.5.0"],
            picked: "1.9.0"
        ),
        PickFact(
            "a prerelease in range",
            ["1.0.0-a", "1.0.0-b"],
            tags: ["latest": "1.0.0-a"],
            wanted: ">=1.0.0-a",
            picked: "1.0.0-a"
        ),
    ]
}

extension PublishedVersion: ExpressibleByStringLiteral {
    package init(stringLiteral key: String) { self.init(key: key) }

    static func deprecated(_ key: String, node: String? = nil) -> PublishedVersion {
        PublishedVersion(key: key, isDeprecated: true, node: node)
    }

    static func forNode(_ range: String, _ key: String) -> PublishedVersion { PublishedVersion(key: key, node: range) }
}
