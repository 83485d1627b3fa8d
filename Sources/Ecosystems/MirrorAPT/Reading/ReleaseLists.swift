import Posix

/// The lists of a Release: one for each algorithm, of lines with a digest, a size and a path.
enum ReleaseLists {
    /// Some ten times as many as the largest suites list.
    private static let mostFiles = 100_000

    static func read(
        _ stanza: Stanza
    ) throws(APTError) -> (algorithms: [ListedDigests.Algorithm], files: [ListedFile]) {
        var (algorithms, files) = ([ListedDigests.Algorithm](), [RelativePath: ListedFile]())
        for algorithm in ListedDigests.Algorithm.allCases {
            let lines = try stanza.lines(FieldName(algorithm.rawValue))
            if !lines.isEmpty { algorithms.append(algorithm) }
            for line in lines { try add(line, algorithm, to: &files, of: stanza) }
        }
        guard algorithms.contains(where: \.isStrong) else { throw weak(algorithms, stanza) }
        return (algorithms, files.values.sorted { $0.path < $1.path })
    }

    private static func add(
        _ line: ArraySlice<UInt8>,
        _ algorithm: ListedDigests.Algorithm,
        to files: inout [RelativePath: ListedFile],
        of stanza: Stanza
    ) throws(APTError) {
        let file = try file(line, algorithm, of: stanza)
        guard let known = files[file.path] else {
            guard files.count < mostFiles else {
                throw APTError(.tooLarge, stanza.subject, "lists more than \(mostFiles) files")
            }
            return files[file.path] = file
        }
        guard let merged = known.merged(with: file) else {
            throw APTError(.conflict, stanza.subject, "lists \(file.path) twice, with different sizes or digests")
        }
        files[file.path] = merged
    }

    private static func file(
        _ line: ArraySlice<UInt8>,
        _ algorithm: ListedDigests.Algorithm,
        of stanza: Stanza
    ) throws(APTError) -> ListedFile {
        guard let listed = ListedLine(line, algorithm) else {
            let text = String(decoding: line, as: UTF8.self)
            throw APTError(.malformed, stanza.subject, "has a line of \(algorithm.rawValue) that is none: \(text)")
        }
        do throws(PathError) {
            let path = try RepositoryPath.read(listed.name)
            return ListedFile(path: path, size: listed.size, digests: listed.digests)
        } catch {
            throw APTError(.unsafePath, stanza.subject, "lists a file whose \(error)")
        }
    }

    private static func weak(_ algorithms: [ListedDigests.Algorithm], _ stanza: Stanza) -> APTError {
        let found = algorithms.map(\.rawValue).joined(separator: " and ")
        return APTError(
            .weakDigest,
            stanza.subject,
            algorithms.isEmpty ? "lists no file" : "lists its files by \(found) alone, which can be forged",
            hint: "Ask whoever publishes it for a list of SHA256; apt refuses it as well"
        )
    }
}
