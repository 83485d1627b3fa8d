package import Posix

/// The part of a file that a response sends.
package struct FileBody: Sendable {
    package let file: OpenFile
    package let range: Range<Int64>

    /// Names a part by its offsets; should the file be shorter by then, the connection is broken off.
    package init(_ file: OpenFile, _ range: Range<Int64>) {
        self.file = file
        self.range = range
    }

    var count: Int64 { range.upperBound - range.lowerBound }
}
