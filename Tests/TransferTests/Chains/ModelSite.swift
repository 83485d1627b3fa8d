/// A far site in plain values: its tree, whose files those are, and what can be taken back.
struct ModelSite: Sendable {
    var tree = ModelTree()
    var records = ModelRecords()
    /// What was applied and not taken back since, oldest first.
    var applied: [(archive: ModelArchive, didChange: Bool)] = []
    /// What was ever taken back, by number.
    var takenBack: Set<Int> = []
    /// What is kept to take archives back, by number.
    var undos: [Int: ModelUndo] = [:]
    var receipts: [ModelReceipt] = []

    /// Whether a file lies here although an archive brought another, and is still the same.
    func isConflict(_ file: ModelFile) -> Bool {
        tree.files[file].map { records.conflicts[file] == $0 } ?? false
    }

    /// Whether a file here is one that an archive brought: unchanged, or a damaged copy of it.
    func isSources(_ file: ModelFile) -> Bool {
        guard let known = records.files[file] else { return false }
        return known.content == tree.files[file] || !tree.isIntact(file)
    }

    /// Forgets what is older than the last that changed the tree.
    mutating func pruneUndos() {
        guard undos.count > 1 else { return }
        let last = applied.lastIndex { $0.didChange } ?? 0
        let needed = Set(applied[last...].map(\.archive.number))
        undos = undos.filter { needed.contains($0.key) }
    }

    /// Says what is here of the newest target, by a look at the tree.
    mutating func say(_ archive: Int, isRollback: Bool) {
        let target = records.target?.target
        let conflicts = Set(target?.whole.keys.filter(isConflict).map(\.path) ?? [])
        let missing = target.map { self.missing(of: $0) } ?? []
        receipts.append(
            ModelReceipt(
                archive: archive,
                isRollback: isRollback,
                target: target,
                missing: missing,
                conflicts: conflicts.subtracting(missing)
            )
        )
    }

    private func missing(of target: ModelTarget) -> Set<String> {
        let files = target.whole.filter { tree.files[$0.key] != $0.value && !isConflict($0.key) }.map(\.key.path)
        let indexes = target.indexes.filter { package, lines in
            let versions = target.whole.keys.filter { $0.package == package && !isConflict($0) }.map(\.version)
            let isListed = tree.indexes[package] != nil && tree.versions(of: package).isSuperset(of: versions)
            return !isListed || records.documents[package]?.lines != lines
        }
        return Set(files + indexes.keys.map(ModelTarget.path))
    }
}

/// What of a site's tree belongs to the source.
struct ModelRecords: Equatable, Sendable {
    struct Owned: Equatable, Sendable {
        var content: String
        var sequence: Int
        var isPrior: Bool
    }

    struct Document: Equatable, Sendable {
        var lines: ModelIndex
        var sequence: Int
    }

    /// A delete that was announced, and left.
    struct Pending: Equatable, Sendable {
        let content: String
        let number: Int
    }

    var files: [ModelFile: Owned] = [:]
    var documents: [String: Document] = [:]
    var pending: [ModelFile: Pending] = [:]
    var conflicts: [ModelFile: String] = [:]
    /// The newest archive that is no part.
    var target: ModelArchive?

    static func == (left: ModelRecords, right: ModelRecords) -> Bool {
        left.files == right.files && left.documents == right.documents && left.conflicts == right.conflicts
            && left.target?.number == right.target?.number
    }
}

/// What an archive did to a tree.
struct ModelUndo: Sendable {
    struct Change: Sendable {
        let old: String?
        let new: String
    }

    struct Document: Sendable {
        var before: ModelIndex?
        var after: ModelIndex
    }

    var files: [ModelFile: Change] = [:]
    var documents: [String: Document] = [:]
    /// The records as they were.
    let records: ModelRecords
}
