import Posix

extension RepositoryFolder {
    /// Opens a file of lines for adding to it.
    ///
    /// A line that a crash cut short is ended first, so that it spoils no other.
    func openLines(_ name: String) throws -> Descriptor {
        let file = try directory.openForAppending(RelativePath(name))
        let size = try file.info().size
        guard size > 0 else { return file }
        var last: [UInt8] = [0]
        _ = try file.read(into: &last, at: size - 1)
        if last[0] != 10 { try file.write([10]) }
        return file
    }
}
