import Crypto
import Posix
import Reporting

/// The parts of one archive in a folder, in their order, whatever order they came in.
///
/// They are read as they lie there: never joined, renamed or deleted.
struct PartSet: Sendable {
    let folder: Directory
    /// What the whole is called.
    let archive: String
    /// Without a gap from the first.
    let parts: [Part]

    struct Part: Sendable {
        let name: PartName
        let size: Int64
    }

    /// Finds all that lie beside the part of this name.
    ///
    /// Throws `TransferError.refused` where one is missing, is no plain file, or is not as long as those before it.
    init(of name: PartName, in folder: Directory) throws {
        self.folder = folder
        archive = name.archive
        let entries = try folder.entries().filter { PartName(file: $0.name)?.archive == name.archive }
        var parts: [Part] = []
        for entry in entries {
            guard let name = PartName(file: entry.name) else { continue }
            guard entry.info.kind == .regular else { throw Self.refusal(folder, name.file, "is not a plain file") }
            parts.append(Part(name: name, size: entry.info.size))
        }
        self.parts = parts.sorted { $0.name < $1.name }
        try requireAll()
        try requireLengths()
    }

    /// The first part that is not there, by the numbers of those that are, and by the list beside them.
    private func requireAll() throws {
        let listed = try list()?.lines.compactMap { PartName(file: $0.name) }.filter { $0.archive == archive } ?? []
        let wanted = max(parts.last?.name.number ?? 0, listed.map(\.number).max() ?? 0)
        let there = Set(parts.map(\.name.number))
        let missing = (1...max(1, wanted)).filter { !there.contains($0) }.map { PartName(archive, $0).file }
        guard let first = missing.first else { return }
        let more = missing.count > 1 ? ", and \(missing.count - 1) more are" : ", is"
        throw TransferError(
            .refused,
            folder.path.appending(try RelativePath(first)).string,
            "is missing: the archive lies there in \(wanted) parts, of which this one\(more) not there",
            hint: "Put all parts into one folder",
            details: missing.count > 1 ? missing : []
        )
    }

    /// All but the last are equally long, and that is no longer: parts of another splitting, or cut ones, are not.
    private func requireLengths() throws {
        guard let first = parts.first else { return }
        for (index, part) in parts.enumerated().dropFirst() {
            let isLast = index == parts.count - 1
            guard isLast ? part.size > first.size || part.size == 0 : part.size != first.size else { continue }
            let length = part.size < first.size ? "shorter" : "longer"
            throw Self.refusal(
                folder,
                part.name.file,
                "is \(length) than \(first.name.file): it was cut, or is of another archive"
            )
        }
    }

    /// Compares every part with the list beside them, where there is one; each that differs is named with what it is.
    ///
    /// Blocks.
    func check(_ reporter: Reporter) throws {
        guard let list = try list() else { return }
        let wanted = Dictionary(list.lines.map { ($0.name, $0.sha512) }) { first, _ in first }
        let named = Dictionary(list.lines.map { ($0.sha512, $0.name) }) { first, _ in first }
        reporter.begin(
            Step("compare with \(Sidecar.name(of: archive))"),
            total: parts.reduce(0) { $0 + $1.size },
            unit: .bytes
        )
        var wrong: [String] = []
        for part in parts {
            guard let expected = wanted[part.name.file] else {
                throw Self.refusal(folder, part.name.file, "is not in the list beside it: it is of another archive")
            }
            let found = try FileDigest(of: folder.open(RelativePath(part.name.file)), each: reporter.passed).sha512
            guard found != expected else { continue }
            let other = named[found].map { "is what \($0) should be" }
            wrong.append("\(part.name.file) \(other ?? "has another SHA-512 than the list says")")
        }
        guard !wrong.isEmpty else { return }
        throw TransferError(
            .refused,
            folder.path.string,
            "holds parts of \(archive) that are not what \(Sidecar.name(of: archive)) says: "
                + wrong.joined(separator: ", "),
            hint: "Carry those parts again"
        )
    }

    /// The digests beside the parts; `nil` where none are, or they are of the whole alone.
    private func list() throws -> Checksums? {
        let path = try RelativePath(Sidecar.name(of: archive))
        guard try folder.info(path)?.kind == .regular else { return nil }
        guard let list = try? Checksums(parsing: folder.open(path).readAll(limit: Sidecar.sizeLimit)) else {
            throw Self.refusal(folder, path.string, "is no list of digests as sha512sum writes it")
        }
        return list.lines.contains { PartName(file: $0.name)?.archive == archive } ? list : nil
    }

    private static func refusal(_ folder: Directory, _ name: String, _ cause: String) -> TransferError {
        TransferError(.refused, "\(folder.path)/\(name)", cause, hint: "Carry the parts again")
    }
}
