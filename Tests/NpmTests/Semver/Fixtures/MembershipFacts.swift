import Testing

/// Whether npm itself takes a version for a member of a range, reading both loosely.
struct MembershipFact: Sendable, CustomTestStringConvertible {
    let version: String
    let range: String
    let isMember: Bool
    let isMemberWithPrereleases: Bool

    var testDescription: String { "\(version) in \(range)" }

    static let all: [MembershipFact] = [
        .init(version: "1.2.3-beta.3", range: "^1.2.3-beta.2", isMember: true, isMemberWithPrereleases: true),
        .init(version: "1.2.4-beta.1", range: "^1.2.3-beta.2", isMember: false, isMemberWithPrereleases: true),
        .init(version: "2.0.0-rc.1", range: "^1.2.3", isMember: false, isMemberWithPrereleases: false),
        .init(version: "2.0.0-rc.1", range: "*", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.0.0-rc.1", range: ">=1.0.0-0", isMember: true, isMemberWithPrereleases: true),
        .init(version: "1.0.1-rc.1", range: ">=1.0.0-0", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.2.3+b1", range: "1.2.3+b2", isMember: true, isMemberWithPrereleases: true),
        .init(version: "2.0.0-0", range: "<2.0.0", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.0.0-alpha", range: "x", isMember: false, isMemberWithPrereleases: true),
        .init(version: "0.0.0", range: "*", isMember: true, isMemberWithPrereleases: true),
    ]

    /// Where lower bounds made from partial versions start when prereleases count.
    static let floors: [MembershipFact] = [
        .init(version: "1.0.0-rc.1", range: "1.x", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.0.0-rc.1", range: ">=1", isMember: false, isMemberWithPrereleases: true),
        .init(version: "2.0.0-rc.1", range: ">1", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.0.0-rc.1", range: "^1", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.2.3-rc.1", range: "^1.2.3", isMember: false, isMemberWithPrereleases: false),
        .init(version: "0.2.3-rc.1", range: "^0.2.3", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.0.0-rc.1", range: "~1", isMember: false, isMemberWithPrereleases: false),
        .init(version: "1.0.0-rc.1", range: "1.0.0 - 2", isMember: false, isMemberWithPrereleases: true),
        .init(version: "2.0.1-rc.1", range: "1 - 2.0.0", isMember: false, isMemberWithPrereleases: false),
        .init(version: "2.0.0-rc.1", range: "1 - 2.0.0", isMember: false, isMemberWithPrereleases: true),
        .init(version: "0.0.0-rc.1", range: ">=0.0.0", isMember: false, isMemberWithPrereleases: false),
    ]
}
