/// A sink made of a closure: to hash, count or split what passes.
package final class ClosureSink: ByteSink {
    private let take: (RawSpan) throws -> Void

    package init(_ take: @escaping (RawSpan) throws -> Void) { self.take = take }

    package func write(_ bytes: RawSpan) throws { try take(bytes) }
}
