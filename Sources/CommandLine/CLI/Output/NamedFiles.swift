/// Files, or sentences about them, of which only the first are named one by one.
enum NamedFiles {
    private static let shown = 20

    /// A line for each of the first, and one for all that follow; `total` counts those too that are not among `texts`.
    static func lines(_ label: String, _ texts: [String], of total: Int? = nil) -> [Block] {
        let more = (total ?? texts.count) - min(texts.count, shown)
        return texts.prefix(shown).map { .line("\(label): \($0)") }
            + (more > 0 ? [.line("\(label): and \(Quantity.count(more)) more; --json names them")] : [])
    }
}
