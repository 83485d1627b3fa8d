package import Archives
package import Posix

/// A repository without suites: its indexes lie in one folder (`deb URL folder/`).
///
/// The paths of its packages start at the URL, not at that folder, as for other repositories.
package struct FlatRepository: Hashable, Sendable {
    /// Where its indexes lie, from the URL on; `nil` for the URL itself.
    package let folder: RelativePath?

    /// Takes what stands in place of the suite in a `sources.list`, which ends with a slash.
    ///
    /// - Throws: `invalid` for what does not, `unsafePath` for what leads elsewhere.
    package init(_ text: String) throws(APTError) {
        guard text.hasSuffix("/") else {
            throw APTError(
                .invalid,
                "folder \"\(text)\"",
                "does not end with a slash, as that of a flat repository does"
            )
        }
        let parts = text.split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty else {
            folder = nil
            return
        }
        do throws(PathError) { folder = try RelativePath(parts.joined(separator: "/")) } catch {
            throw APTError(.unsafePath, "folder \"\(text)\"", error.rule.rawValue)
        }
    }

    /// Where a file of its folder lies, from the URL on.
    package func path(of file: RelativePath) -> RelativePath {
        guard let folder else { return file }
        return (try? folder.appending(file)) ?? file
    }

    /// What of its indexes is mirrored, by its Release.
    package func groups(_ release: Release, _ choice: IndexChoice) -> [IndexGroup] {
        var found: [RelativePath: (kind: IndexKind, files: [ListedFile])] = [:]
        for file in release.files {
            let path = IndexGroup.Form.index(of: file.path)
            guard let kind = Self.kind(path.string, choice) else { continue }
            found[path, default: (kind, [])].files.append(file)
        }
        return found.compactMap { IndexGroup(path: $0, kind: $1.kind, files: $1.files) }.sorted { $0.path < $1.path }
    }

    /// The names that its list of packages may have where no Release says it, the smallest first.
    package static func names(of kind: PackageIndex.Kind) -> [(name: String, compression: Compression?)] {
        let name = kind == .binaries ? "Packages" : "Sources"
        let order: [Compression] = [.zstd, .xz, .gzip, .bzip2]
        return order.map { ("\(name).\($0.fileExtension)", $0) } + [(name, nil)]
    }

    private static func kind(_ name: String, _ choice: IndexChoice) -> IndexKind? {
        switch name {
        case "Packages": .packages("any")
        case "Sources": choice.sources ? .sources : nil
        case let name where choice.languages.contains(name): .translation(name)
        case let name where choice.contents && name.hasPrefix("Contents-"): .contents(String(name.dropFirst(9)))
        default: nil
        }
    }
}
