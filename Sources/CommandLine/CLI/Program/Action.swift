import API

/// What a command does: calls a backend and says what came of it.
typealias Action = @Sendable (Invocation) async throws -> Answer

/// What a command has to say: a document for programs, lines and tables for people.
struct Answer: Sendable {
    let document: any Encodable & Sendable
    let blocks: [Block]
    let exit: ExitCode

    init(_ document: some Encodable & Sendable, exit: ExitCode = .done, _ blocks: [Block]) {
        self.document = document
        self.blocks = blocks
        self.exit = exit
    }

    /// Writes it in the form that was asked for.
    func write(to console: Console, asJSON: Bool) throws {
        guard !asJSON else { return try console.write(APICoding.encode(document) + [10]) }
        guard !blocks.isEmpty else { return }
        try console.write(Array(blocks.map { $0.text(console.outputStyle) }.joined().utf8))
    }
}
