/// What a command removed.
struct Deletion: Encodable, Sendable {
    let deleted: String
}
