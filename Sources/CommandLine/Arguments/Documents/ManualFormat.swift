/// The formats in which the whole tree can be written down.
package enum ManualFormat: String, CaseIterable, Sendable {
    /// Pages for `man`, in roff.
    case man
    /// One reference in Markdown.
    case markdown
}
