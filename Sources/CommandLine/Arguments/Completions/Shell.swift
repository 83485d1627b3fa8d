/// The shells that completions are written for.
package enum Shell: String, CaseIterable, Sendable {
    /// GNU bash 4 and newer.
    case bash
    /// Z shell 5 and newer.
    case zsh
    /// fish 3 and newer.
    case fish
}
