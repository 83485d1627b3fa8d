extension Descriptor {
    private static let piece = 1 << 20

    /// Writes all that is left of another file at the current offset, a megabyte at a time.
    package borrowing func write(contentsOf source: borrowing Descriptor) throws(SystemError) {
        var buffer = [UInt8](repeating: 0, count: Self.piece)
        while true {
            let count = try source.read(into: &buffer)
            guard count > 0 else { return }
            try write(count == buffer.count ? buffer : Array(buffer[..<count]))
        }
    }
}
