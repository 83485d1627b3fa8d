import Archives

/// Gives bytes that are at hand.
package final class PlainSource: ByteSource {
    private var rest: ArraySlice<UInt8>

    /// Gives these, in pieces of what there is room for.
    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    package func read(into buffer: inout [UInt8]) -> Int {
        let given = rest.prefix(buffer.count)
        buffer.replaceSubrange(..<given.count, with: given)
        rest = rest.dropFirst(given.count)
        return given.count
    }
}
