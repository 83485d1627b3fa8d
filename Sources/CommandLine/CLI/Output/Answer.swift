import API
import Transfer

/// What a command has to say: a document for programs, lines and tables for people.
struct Answer: Sendable {
    let exit: ExitCode
    private let document: (any Encodable & Sendable)?
    private let blocks: [Block]

    /// Says something, and how the process ends.
    init(_ document: some Encodable & Sendable, exit: ExitCode = .done, _ blocks: [Block]) {
        self.document = document
        self.blocks = blocks
        self.exit = exit
    }

    /// Lists things, one in a row; `empty` is said instead of a heading without rows.
    init<Item: Codable & Sendable>(
        list items: [Item],
        _ columns: [Table.Column],
        empty: String? = nil,
        row: (Item) -> [String]
    ) {
        let table = Block.table(Table(columns, items.map(row)))
        self.init(Page(items: items, nextCursor: nil), [items.isEmpty ? empty.map(Block.line) ?? table : table])
    }

    private init() {
        document = nil
        blocks = []
        exit = .done
    }

    /// Everything was said on the way.
    static let nothing = Answer()

    /// Writes it in the form that was asked for.
    func write(to console: Console, asJSON: Bool) throws {
        if asJSON {
            guard let document else { return }
            try console.write(APICoding.encode(document) + [10])
        } else if !blocks.isEmpty {
            try console.write(Array(blocks.map { $0.text(console.outputStyle) }.joined().utf8))
        }
    }
}

/// A piece of what people read.
enum Block: Sendable {
    case line(String)
    case table(Table)

    private static let shown = 20

    /// A line for each of the first sentences, and one for all that follow; `total` counts those too that are not among
    /// `texts`.
    static func first(_ label: String, _ texts: [String], of total: Int? = nil) -> [Block] {
        let more = (total ?? texts.count) - min(texts.count, shown)
        return lines(label, Array(texts.prefix(shown)))
            + (more > 0 ? [.line("\(label): and \(Quantity.count(more)) more; --json names them")] : [])
    }

    /// The same for what is an excerpt already.
    static func first(_ label: String, _ excerpt: Excerpt<String>) -> [Block] {
        first(label, excerpt.items, of: excerpt.count)
    }

    /// A line for each sentence.
    static func lines(_ label: String, _ texts: [String]) -> [Block] { texts.map { .line("\(label): \($0)") } }

    /// The piece with its line feeds.
    func text(_ style: Style) -> String {
        switch self {
        case .line(let line): "\(Printable.lines(line))\n"
        case .table(let table): table.text(style)
        }
    }
}
