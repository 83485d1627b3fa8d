/// The prepared statements of one connection by their SQL text.
struct StatementCache {
    /// Texts are literals of this program, so only a text that is put together wrongly reaches this.
    static let capacity = 256

    private var statements: [String: Statement] = [:]

    /// The statement of that text, unless it is being run: then its rows are still to come.
    func idle(_ sql: String) -> Statement? {
        guard let known = statements[sql], !known.isInUse else { return nil }
        return known
    }

    /// Keeps a statement, unless another of the same text is there.
    mutating func insert(_ statement: Statement) {
        guard statements[statement.sql] == nil else { return }
        if statements.count >= Self.capacity { statements.removeAll() }
        statements[statement.sql] = statement
    }

    mutating func removeAll() { statements.removeAll() }
}
