/// A piece of what people read.
enum Block: Sendable {
    case line(String)
    case table(Table)

    /// The piece with its line feeds.
    func text(_ style: Style) -> String {
        switch self {
        case .line(let line): "\(Printable.lines(line))\n"
        case .table(let table): table.text(style)
        }
    }
}
