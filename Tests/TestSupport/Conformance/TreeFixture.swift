package import Persistence
package import Posix
import Testing
package import Transfer

/// A small tree of some ecosystem, for the suite that every ecosystem has to pass (`TreeRule`).
///
/// An item is the least that whoever fills such a tree publishes: a package with one version, a file with its line in
/// an index.
package protocol TreeFixture: Sendable {
    /// Works on the tree that lies in the folder `name` of the running test; it is empty unless it is there.
    init(_ name: String, database: Database) async throws

    var tree: Directory { get }
    /// The tree as it takes archives.
    var sink: any TreeSink { get }
    /// The tree as it is frozen; the same tree gives the same snapshot, times included.
    func source(_ identity: RepositoryIdentity) -> any TreeSource

    /// Publishes an item as whoever fills the tree does, or publishes it again with other content.
    func publish(_ item: String, _ content: String) throws
    /// Publishes an item as somebody at the far site does, who knows nothing of the source.
    func publishLocally(_ item: String, _ content: String) throws
    /// Takes an item away for good.
    func withdraw(_ item: String) throws
    /// Makes the file of an item unusable.
    func spoil(_ item: String) throws
    /// Where the file of an item, or the folder that holds all of it, lies beneath the tree.
    func place(of item: String) throws -> RelativePath

    /// What the file of an item holds; `nil` when there is none.
    func content(of item: String) throws -> String?
    /// The items that the tree tells its clients to be there; throws when what it says cannot be read.
    func offered() throws -> Set<String>
}

extension TreeFixture {
    /// As the source publishes.
    package func publishLocally(_ item: String, _ content: String) throws { try publish(item, content) }

    /// The type that the rules are for.
    package var type: String { sink.rules.type }
}

extension TreeFixture {
    /// Moves what holds an item to another disk and links it back, as administrators do.
    func divert(_ item: String) throws {
        try shell(
            #"mkdir -p ../elsewhere && mv "$PLACE" ../elsewhere/moved && ln -s "$PWD/../elsewhere/moved" "$PLACE""#,
            item
        )
    }

    /// Moves it back.
    func bringBack(_ item: String) throws { try shell(#"rm "$PLACE" && mv ../elsewhere/moved "$PLACE""#, item) }

    private func shell(_ line: String, _ item: String) throws {
        let place = try place(of: item).string
        let outcome = try StockTool("sh").run(["-c", line], in: tree.path.string, environment: ["PLACE": place])
        try #require(outcome.status == 0, "\(outcome.complaints)")
    }
}
