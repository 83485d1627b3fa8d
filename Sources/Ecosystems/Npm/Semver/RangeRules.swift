/// By which of npm's rules a range is read: those of node-semver changed in some corners.
///
/// Newer clients read by the newer ones, older clients by the older ones; a mirror serves both.
package enum RangeRules: Hashable, Sendable, CaseIterable {
    /// Those of node-semver 7.8: a number after an open component is no range (`1.x.5`, `x.1`), build metadata is passed
    /// over anywhere (`^1.x+build`), and where prereleases count, `~1.2` starts at the first of them and `^0.2.3` at its
    /// own release.
    case current
    /// Those up to node-semver 7.7.
    case former
}
