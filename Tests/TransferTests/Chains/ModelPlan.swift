/// What carrying an archive to a site would do, decided in plain values (docs/formats/import.md, "Order").
struct ModelPlan {
    private(set) var new: Set<ModelFile> = []
    private(set) var replaced: Set<ModelFile> = []
    private(set) var unchanged: Set<ModelFile> = []
    private(set) var superseded: Set<ModelFile> = []
    private(set) var conflicts: Set<ModelFile> = []
    /// Packages whose index arrives, and is there already with all that it lists.
    private(set) var settled: Set<String> = []
    private(set) var missing: Set<String> = []

    private let site: ModelSite
    private let archive: ModelArchive
    /// The newest target, where that is of a later archive.
    private let newer: ModelTarget?

    init(of archive: ModelArchive, to site: ModelSite) {
        self.site = site
        self.archive = archive
        newer = site.records.target.flatMap { $0.number > archive.number ? $0.target : nil }
        for (file, content) in archive.files { decide(file, content) }
        settled = Set(archive.indexes.keys.filter(isSettled))
        for (file, content) in archive.target.whole where archive.files[file] == nil && !isHere(file, content) {
            missing.insert(file.path)
        }
        for (package, lines) in archive.target.indexes
        where archive.indexes[package] == nil && !isOvertaken(package, lines) && !listsAll(of: package) {
            missing.insert(ModelTarget.path(of: package))
        }
    }

    private mutating func decide(_ file: ModelFile, _ content: String) {
        let here = site.tree.files[file]
        if here == content {
            unchanged.insert(file)
        } else if isOvertaken(file, content) {
            superseded.insert(file)
        } else if here == nil {
            new.insert(file)
        } else if site.isSources(file), let known = site.records.files[file] {
            let isMended = known.content == content || archive.number > known.sequence
            if isMended { replaced.insert(file) } else { superseded.insert(file) }
        } else {
            conflicts.insert(file)
        }
    }

    private func isOvertaken(_ file: ModelFile, _ content: String) -> Bool {
        newer.map { $0.files[file]?.content != content } ?? false
    }

    private func isOvertaken(_ package: String, _ lines: ModelIndex) -> Bool {
        newer.map { $0.indexes[package] != lines } ?? false
    }

    private func isHere(_ file: ModelFile, _ content: String) -> Bool {
        isOvertaken(file, content) || site.tree.files[file] == content || site.isConflict(file)
    }

    /// Whether an index lists all that is wanted of its package and may be had here.
    private func listsAll(of package: String) -> Bool {
        let wanted = archive.target.whole.filter { file, content in
            file.package == package && !isOvertaken(file, content) && !site.isConflict(file)
        }
        return site.tree.indexes[package] != nil
            && site.tree.versions(of: package).isSuperset(of: wanted.keys.map(\.version))
    }

    private func isSettled(_ package: String) -> Bool {
        guard let known = site.records.documents[package] else { return false }
        return (known.lines == archive.indexes[package] || known.sequence > archive.number) && listsAll(of: package)
    }

    /// Packages whose index is merged, or at least remembered.
    var merged: [String] {
        archive.indexes.keys.filter { package in
            !settled.contains(package) || (site.records.documents[package]?.sequence ?? 0) < archive.number
        }.sorted()
    }
}
