/// A document about something that was done or, in a dry run, only tried: its members, and beside them `dry_run`.
package struct Tried<Document: Encodable & Sendable>: Encodable, Sendable {
    private let document: Document
    private let isDryRun: Bool

    private enum CodingKeys: String, CodingKey { case isDryRun = "dry_run" }

    /// Takes a document that encodes itself as an object.
    package init(_ document: Document, isDryRun: Bool) {
        self.document = document
        self.isDryRun = isDryRun
    }

    package func encode(to encoder: any Encoder) throws {
        try document.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(isDryRun, forKey: .isDryRun)
    }
}
