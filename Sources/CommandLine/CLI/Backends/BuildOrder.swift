/// Which artifact is wanted.
struct BuildOrder: Sendable {
    /// A snapshot to start from; nil for the last one built.
    var baseline: String?
    var full = false
    var deep = false
    var allowShrink = false
    var dryRun = false
    var note: String?
}
