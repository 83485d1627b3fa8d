import API

/// What a command has to say: a document for programs, lines and tables for people.
struct Answer: Sendable {
    let exit: ExitCode
    private let document: (any Encodable & Sendable)?
    private let blocks: [Block]

    init(_ document: some Encodable & Sendable, exit: ExitCode = .done, _ blocks: [Block]) {
        self.document = document
        self.blocks = blocks
        self.exit = exit
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
