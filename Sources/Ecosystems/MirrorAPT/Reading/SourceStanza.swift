import Posix

/// What a stanza of `Sources` says of its files: the lists of all algorithms together.
enum SourceStanza {
    private static let package: FieldName = "Package"
    private static let version: FieldName = "Version"
    private static let directory: FieldName = "Directory"
    private static let lists: [(FieldName, ListedDigests.Algorithm)] = [
        ("Files", .md5), ("Checksums-Sha1", .sha1), ("Checksums-Sha256", .sha256), ("Checksums-Sha512", .sha512),
    ]

    static func records(_ stanza: Stanza) -> [PackageIndex.Record] {
        do throws(APTError) { return try read(stanza) } catch { return [.refused(error)] }
    }

    private static func read(_ stanza: Stanza) throws(APTError) -> [PackageIndex.Record] {
        guard let name = try stanza.word(package) else { throw stanza.malformed("has no Package") }
        guard let version = try stanza.word(version) else { throw stanza.malformed("states no Version of \(name)") }
        let files = try files(of: stanza)
        guard !files.isEmpty else { throw stanza.malformed("lists no file of \(name)") }
        return files.map { file in
            guard file.digests.isStrong else {
                return .refused(stanza.weak("states no SHA-256 of \(file.path): what else it may state can be forged"))
            }
            return .file(PackageFile(file, package: name, version: version, architecture: "source"))
        }
    }

    private static func files(of stanza: Stanza) throws(APTError) -> [ListedFile] {
        let folder = try folder(stanza)
        var (order, files) = ([RelativePath](), [RelativePath: ListedFile]())
        for (field, algorithm) in lists {
            for line in try stanza.lines(field) {
                let file = try listed(line, algorithm, in: folder, of: stanza)
                guard let known = files[file.path] else {
                    order.append(file.path)
                    files[file.path] = file
                    continue
                }
                guard let merged = known.merged(with: file) else {
                    throw APTError(
                        .conflict,
                        "\(stanza.subject), line \(stanza.line),",
                        "lists \(file.path) in two ways"
                    )
                }
                files[file.path] = merged
            }
        }
        return order.compactMap { files[$0] }
    }

    private static func folder(_ stanza: Stanza) throws(APTError) -> RelativePath? {
        guard let text = try stanza.value(directory), !text.isEmpty, !text.elementsEqual(".".utf8) else { return nil }
        do throws(PathError) { return try RepositoryPath.read(text) } catch { throw stanza.unsafe(error) }
    }

    private static func listed(
        _ line: ArraySlice<UInt8>,
        _ algorithm: ListedDigests.Algorithm,
        in folder: RelativePath?,
        of stanza: Stanza
    ) throws(APTError) -> ListedFile {
        guard let listed = ListedLine(line, algorithm) else {
            throw stanza.malformed("has a line of files that is none: \(String(decoding: line, as: UTF8.self))")
        }
        // No name may lead from the folder elsewhere.
        guard !listed.name.contains(UInt8(ascii: "/")) else {
            let name = String(decoding: listed.name, as: UTF8.self)
            throw APTError(
                .unsafePath,
                "\(stanza.subject), line \(stanza.line),",
                "has a folder in a file's name: \(name)"
            )
        }
        do throws(PathError) {
            let path = try place(listed.name, in: folder)
            return ListedFile(path: path, size: listed.size, digests: listed.digests)
        } catch {
            throw stanza.unsafe(error)
        }
    }

    private static func place(_ name: ArraySlice<UInt8>, in folder: RelativePath?) throws(PathError) -> RelativePath {
        let name = try RelativePath(bytes: name)
        return try folder?.appending(name) ?? name
    }
}
