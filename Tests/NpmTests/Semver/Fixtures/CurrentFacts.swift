/// How npm reads what its semver 7.8.5 reads otherwise than 7.6.2 did, and what lies beside it.
extension RangeFact {
    static let current: [RangeFact] = [
        RangeFact("1.x.5", nil),
        RangeFact("1.*.2", nil),
        RangeFact("x.1", nil),
        RangeFact("*.1", nil),
        RangeFact("X.1", nil),
        RangeFact("x.1.2", nil),
        RangeFact("*.1.2", nil),
        RangeFact("x.x.5", nil),
        RangeFact(">=1.x.5", nil),
        RangeFact("<x.1", nil),
        RangeFact("1.x.5 || 2", loose: ">=2.0.0 <3.0.0-0", strict: nil),
        RangeFact("1.x.5 2", loose: ">=2.0.0 <3.0.0-0", strict: nil),
        RangeFact("<*.2 1.0.0", loose: "1.0.0", strict: nil),
        RangeFact("^1.x.5", ">=1.0.0 <2.0.0-0"),
        RangeFact("~1.x.5", ">=1.0.0 <2.0.0-0"),
        RangeFact("^x.1", "*"),
        RangeFact("1.x.5 - 2", ">=1.0.0 <3.0.0-0"),
        RangeFact("1 - 2.x.5", ">=1.0.0 <3.0.0-0"),
        RangeFact("^1.x+build", ">=1.0.0 <2.0.0-0"),
        RangeFact("^1.2+b", ">=1.2.0 <2.0.0-0"),
        RangeFact("1.2.x+b", ">=1.2.0 <1.3.0-0"),
        RangeFact("1+b", ">=1.0.0 <2.0.0-0"),
        RangeFact(">=1.2.3+b.1 <2", ">=1.2.3 <2.0.0-0"),
        RangeFact("1.2.3+b", "1.2.3"),
        RangeFact("1.0.0+a - 2.0.0+b", ">=1.0.0 <=2.0.0"),
        RangeFact("1.2.3+", nil),
        RangeFact("1.2.3+a..b", nil),
        RangeFact("1.2.3 +b", "1.2.3"),
        RangeFact("1.x.x-rc.1", ">=1.0.0 <2.0.0-0"),
        RangeFact("1.x.*", ">=1.0.0 <2.0.0-0"),
        RangeFact("1.x.0", nil),
        RangeFact("^1.2.3-rc.1+b || 2+b", ">=1.2.3-rc.1 <2.0.0-0||>=2.0.0 <3.0.0-0"),
    ]
}

extension MembershipFact {
    static let current: [MembershipFact] = [
        .init(version: "1.1.0-a", range: "~1.1", isMember: false, isMemberWithPrereleases: true),
        .init(version: "2.0.0-pre.0", range: "~2", isMember: false, isMemberWithPrereleases: true),
        .init(version: "2.0.0-pre.0", range: "~2.0", isMember: false, isMemberWithPrereleases: true),
        .init(version: "0.0.3-a", range: "^0.0.3", isMember: false, isMemberWithPrereleases: false),
        .init(version: "0.2.3-a", range: "^0.2.3", isMember: false, isMemberWithPrereleases: false),
        .init(version: "0.2.0-a", range: "^0.2", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.1.0-a", range: "~1.1.0", isMember: false, isMemberWithPrereleases: false),
        .init(version: "0.0.0-a", range: "^0", isMember: false, isMemberWithPrereleases: true),
        .init(version: "1.2.3-a", range: "^1.2.3", isMember: false, isMemberWithPrereleases: false),
        .init(version: "1.2.3-a", range: "~1.2.x", isMember: false, isMemberWithPrereleases: true),
    ]
}
