/// Something that takes bytes in order: a file, a compressor, memory.
///
/// Bound to classes, so that a writer and its owner share one sink without copies or overlapping access.
package protocol ByteSink: AnyObject {
    /// Takes all of `bytes`, or throws; afterwards nothing of them is kept by reference.
    func write(_ bytes: RawSpan) throws
}
