/// Parameters of which at most one, or exactly one, may be given.
package struct ExclusiveSet: Sendable {
    let members: [ParameterDefinition]
    let isRequired: Bool

    /// Allows at most one of `members`.
    package static func atMostOne(of members: any Parameter...) -> ExclusiveSet {
        ExclusiveSet(members: members.map(\.definition), isRequired: false)
    }

    /// Demands exactly one of `members`.
    package static func exactlyOne(of members: any Parameter...) -> ExclusiveSet {
        ExclusiveSet(members: members.map(\.definition), isRequired: true)
    }

    /// The rule as a sentence for help.
    var sentence: String {
        let names = members.map(\.spelling).joined(separator: ", ")
        return isRequired ? "Exactly one of \(names)." : "At most one of \(names)."
    }
}
