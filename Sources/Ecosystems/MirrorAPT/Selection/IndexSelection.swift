package import Posix

/// What of a suite's indexes is mirrored, by what is wanted and what its Release lists.
///
/// It is every file below a wanted component whose architecture is wanted, is `all`, or is none: what a client asks for that
/// was told the same (https://wiki.debian.org/DebianRepository/Format), and lists that no client knows yet. Patches never
/// are; sources, other languages, contents, catalogs and the installer only where they are wanted.
package struct IndexSelection: Sendable {
    /// What is mirrored, by path.
    package let groups: [IndexGroup]
    /// Wanted files that nothing but forgeable digests is stated of.
    package let weak: [RelativePath]
    /// What is wanted and the Release does not have.
    package let unknownComponents: [String]
    package let unknownArchitectures: [String]
    /// What the Release has and is not wanted: a client that asks for it fails.
    package let omittedComponents: [String]
    package let omittedArchitectures: [String]
    package let omittedLanguages: [String]

    /// Selects from a suite; its root is the folder of the Release.
    package init(_ release: Release, _ choice: IndexChoice) {
        let scope = SelectionScope(release, choice)
        var (found, languages) = ([RelativePath: (kind: IndexKind, files: [ListedFile])](), Set<String>())
        for file in release.files {
            let path = IndexGroup.Form.index(of: file.path)
            guard let kind = scope.kind(of: path) else { continue }
            if case .translation(let language) = kind { languages.insert(language) }
            if scope.wants(kind) { found[path, default: (kind, [])].files.append(file) }
        }
        let groups = found.map { (path: $0, group: IndexGroup(path: $0, kind: $1.kind, files: $1.files)) }
        self.groups = groups.compactMap(\.group).sorted { $0.path < $1.path }
        weak = groups.filter { $0.group == nil }.map(\.path).sorted()
        unknownComponents = choice.components.filter { !scope.knows(component: $0) }
        unknownArchitectures = choice.architectures.filter { !scope.architectures.contains($0) && $0 != "all" }
        omittedComponents = release.components.filter { !scope.wants(component: $0) }
        omittedArchitectures = release.architectures.filter { !scope.wants(architecture: $0) }
        omittedLanguages = languages.subtracting(choice.languages).sorted()
    }
}
