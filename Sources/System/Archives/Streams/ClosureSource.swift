/// A source made of a closure: to join parts, hash what passes or fail on purpose.
package final class ClosureSource: ByteSource {
    private let give: (inout [UInt8]) throws -> Int

    /// Asks `give` for bytes, under the rules of `ByteSource.read(into:)`.
    package init(_ give: @escaping (inout [UInt8]) throws -> Int) { self.give = give }

    package func read(into buffer: inout [UInt8]) throws -> Int { try give(&buffer) }
}
