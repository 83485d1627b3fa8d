package import Globs

/// Which packages of a repository are wanted.
///
/// A package is, where its name, its section and its priority all are among what is stated of each; what others need comes
/// with them.
package struct PackageFilter: Hashable, Sendable {
    /// What comes with a package that is wanted.
    package enum Closure: String, Sendable, CaseIterable {
        /// Nothing.
        case none
        /// What it cannot be installed without: `Depends` and `Pre-Depends`, on and on.
        case dependencies
        /// What is installed with it where nobody forbids it: `Recommends` as well.
        case recommendations
    }

    /// Patterns of names; all where there is none.
    package var names: [Glob]
    /// Patterns of names that are never wanted, unless others need them.
    package var excludedNames: [Glob]
    /// Such as `net`, or `non-free/net`; all where there is none.
    package var sections: [String]
    /// Such as `required`; all where there is none.
    package var priorities: [String]
    package var closure: Closure

    package init(
        names: [Glob] = [],
        excludedNames: [Glob] = [],
        sections: [String] = [],
        priorities: [String] = [],
        closure: Closure = .dependencies
    ) {
        self.names = names
        self.excludedNames = excludedNames
        self.sections = sections
        self.priorities = priorities
        self.closure = closure
    }

    /// Whether a package is wanted for itself.
    func wants(_ member: PackageUniverse.Member) -> Bool {
        (names.isEmpty || names.contains { $0.matches(member.name) })
            && !excludedNames.contains { $0.matches(member.name) }
            && (sections.isEmpty || sections.contains { Self.section(member.section, is: $0) })
            && (priorities.isEmpty || priorities.contains(member.priority))
    }

    /// A section without an area before it is meant in all of them.
    private static func section(_ section: String, is wanted: String) -> Bool {
        section == wanted || section.hasSuffix("/\(wanted)")
    }
}
