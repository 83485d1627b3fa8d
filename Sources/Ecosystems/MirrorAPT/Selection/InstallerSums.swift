package import Crypto
package import Posix

/// The images of the installer: a Release lists their `SHA256SUMS`, and that lists them.
package enum InstallerSums {
    private static let mostFiles = 100_000

    /// The files that such a list names, in its order, as `sha256sum` writes them; `list` is its own path, beside which
    /// they lie.
    ///
    /// - Throws: `malformed`, `unsafePath`, `tooLarge`.
    package static func read(
        _ bytes: [UInt8],
        at list: RelativePath
    ) throws(APTError) -> [(path: RelativePath, sha256: SHA256Digest)] {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map(\.trimmed).filter { !$0.isEmpty }
        guard lines.count <= mostFiles else {
            throw APTError(.tooLarge, list.string, "lists more than \(mostFiles) files")
        }
        return try lines.map { (line) throws(APTError) in try file(line, list) }
    }

    private static func file(
        _ line: ArraySlice<UInt8>,
        _ list: RelativePath
    ) throws(APTError) -> (path: RelativePath, sha256: SHA256Digest) {
        let words = line.split(maxSplits: 1, whereSeparator: \.isSpace)
        var digests = ListedDigests()
        guard words.count == 2, digests.add(.sha256, hex: words[0]), let sha256 = digests.sha256 else {
            throw APTError(.malformed, list.string, "has a line that is none: \(String(decoding: line, as: UTF8.self))")
        }
        // A star says that it was read as bytes.
        let name = words[1].trimmed
        let text = name.first == UInt8(ascii: "*") ? name.dropFirst() : name
        do throws(PathError) {
            let path = try RepositoryPath.read(text)
            return (try list.parent?.appending(path) ?? path, sha256)
        } catch {
            throw APTError(.unsafePath, list.string, "lists a file whose \(error)")
        }
    }
}
