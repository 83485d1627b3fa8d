package import Archives
package import Posix

/// One index of a suite, in all forms that are mirrored: its compressions.
package struct IndexGroup: Hashable, Sendable {
    /// One file of a group.
    package struct Form: Hashable, Sendable {
        /// As the Release lists it; its path is relative to the suite.
        package let file: ListedFile
        /// How it is compressed, where that is one we read.
        package let compression: Compression?
        /// Whether it is plain, or of a compression that we read.
        package let isReadable: Bool
    }

    /// The path without what a compression adds to it, relative to the suite.
    package let path: RelativePath
    package let kind: IndexKind
    /// All that are mirrored, the one to be read first: of those that we read, the smallest in the usual order.
    ///
    /// Where there are several, upstream must have one of them; the others are mirrored if it has them.
    package let forms: [Form]
    /// What the Release says of the uncompressed index, where only compressed forms are mirrored: with it, what was
    /// decompressed can be proved too.
    package let plain: ListedFile?

    /// Whether its content is a list of the installer's images (`InstallerSums`).
    package var listsImages: Bool {
        guard case .installerImages = kind else { return false }
        return path.lastComponent == "SHA256SUMS"
    }

    /// Whether any form but one may be absent upstream: clients take another one then.
    package var mayLackForms: Bool { forms.count > 1 }

    /// Groups files that are one index but for their compression.
    ///
    /// - Returns: `nil` where none of `files` can be proved.
    init?(path: RelativePath, kind: IndexKind, files: [ListedFile]) {
        let forms = files.filter(\.digests.isStrong).map { (form: Form($0, of: path), file: $0) }
        let compressed = forms.filter { $0.file.path != path }
        let kept = compressed.isEmpty ? forms : compressed
        guard !kept.isEmpty else { return nil }
        self.path = path
        self.kind = kind
        self.forms = kept.map(\.form).sorted { ($0.cost, $0.file.path) < ($1.cost, $1.file.path) }
        plain = compressed.isEmpty ? nil : forms.first { $0.file.path == path }?.file
    }
}

extension IndexGroup.Form {
    /// Names' ends that say no more than how a file is compressed.
    private static let extensions: [String: Compression?] = [
        "gz": .gzip, "xz": .xz, "bz2": .bzip2, "zst": .zstd, "lzma": .none, "lz4": .none,
    ]

    init(_ file: ListedFile, of path: RelativePath) {
        self.file = file
        let end = file.path == path ? nil : Self.end(of: file.path)
        compression = end.flatMap { Self.extensions[$0] ?? nil }
        isReadable = end == nil || compression != nil
    }

    /// What reading it takes: the bytes to fetch first, then the time.
    fileprivate var cost: Int {
        guard isReadable else { return 5 }
        return switch compression {
        case .zstd: 0
        case .xz: 1
        case .gzip: 2
        case .bzip2: 3
        case nil: 4
        }
    }

    /// The path of the index that a file is a form of: its own, without such an end.
    static func index(of path: RelativePath) -> RelativePath {
        guard let end = end(of: path) else { return path }
        return (try? RelativePath(String(path.string.dropLast(end.utf8.count + 1)))) ?? path
    }

    private static func end(of path: RelativePath) -> String? {
        let name = path.lastComponent
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        let end = String(name[name.index(after: dot)...])
        return extensions[end] == nil ? nil : end
    }
}
