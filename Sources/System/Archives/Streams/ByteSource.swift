/// Something that gives bytes in order: a file, a decompressor, memory.
package protocol ByteSource: AnyObject {
    /// Fills `buffer` from its start with at least one byte and returns how many; 0 means the end.
    ///
    /// The length of `buffer` is how much may be read; it is not changed and must not be 0.
    func read(into buffer: inout [UInt8]) throws -> Int
}
