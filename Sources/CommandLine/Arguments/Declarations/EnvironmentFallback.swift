/// The environment variable that gives a value when the command line does not; an empty variable counts as unset.
package struct EnvironmentFallback: Equatable, ExpressibleByStringLiteral, Sendable {
    /// The variable's name.
    package let name: String
    let isPresenceEnough: Bool

    /// A variable that is read as the value itself; for a flag: 1, true, yes, on or 0, false, no, off.
    package init(stringLiteral name: String) {
        self.init(name: name, isPresenceEnough: false)
    }

    /// A variable that sets a flag by being there with any text, as `NO_COLOR` does.
    package static func presence(of name: String) -> EnvironmentFallback {
        EnvironmentFallback(name: name, isPresenceEnough: true)
    }

    private init(name: String, isPresenceEnough: Bool) {
        self.name = name
        self.isPresenceEnough = isPresenceEnough
    }
}
