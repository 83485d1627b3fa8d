extension ModelSite {
    /// Applies an archive, and says what came of it.
    mutating func carry(_ archive: ModelArchive, allowingMissing: Bool) -> String {
        let plan = ModelPlan(of: archive, to: self)
        guard plan.missing.isEmpty || allowingMissing else { return "refused: missing-base \(plan.missing.sorted())" }
        let deletes = dueDeletes(archive)
        let (before, wasLast) = (self, applied.last?.archive.number == archive.number)
        if !wasLast { undos[archive.number] = nil }
        var undo = ModelUndo(records: records)
        place(plan, archive, &undo)
        let conflicts = merge(plan, archive, before, &undo)
        own(plan, archive, before)
        leave(deletes, archive)
        if !wasLast || undos[archive.number] != nil { keep(undo, of: archive.number) }
        remember(archive, didChange: !undo.files.isEmpty || !undo.documents.isEmpty)
        pruneUndos()
        say(archive.number, isRollback: false)
        let kept = (plan.conflicts.map(\.path) + conflicts.map(ModelTarget.path)).sorted()
        return "applied: placed \(plan.new.count), replaced \(plan.replaced.count), merged \(undo.documents.count), "
            + "unchanged \(plan.unchanged.count + plan.settled.count), superseded \(plan.superseded.count), "
            + "deletes \(deletes.count), conflicts \(kept), missing \(plan.missing.sorted())"
    }

    /// What the source said is gone, now or before, and that is still as it brought it.
    private func dueDeletes(_ archive: ModelArchive) -> [ModelFile: ModelRecords.Pending] {
        guard !archive.isPartial else { return [:] }
        var announced = records.pending
        for (path, content) in archive.deletes {
            guard let file = tree.files.keys.first(where: { $0.path == path }) else { continue }
            announced[file] = ModelRecords.Pending(content: content, number: archive.number)
        }
        let newest = records.target.flatMap { $0.number > archive.number ? $0.target : nil } ?? archive.target
        return announced.filter { file, pending in
            guard newest.files[file] == nil, let known = records.files[file], !known.isPrior else { return false }
            return known.content == pending.content && known.sequence < pending.number
                && tree.files[file] == pending.content
        }
    }

    /// Remembers what is left here, unless the source has it again.
    private mutating func leave(_ deletes: [ModelFile: ModelRecords.Pending], _ archive: ModelArchive) {
        records.pending = records.pending.filter { file, pending in
            pending.number >= archive.number || archive.target.files[file] == nil
        }
        records.pending.merge(deletes) { $1 }
    }

    private mutating func place(_ plan: ModelPlan, _ archive: ModelArchive, _ undo: inout ModelUndo) {
        for file in plan.new.union(plan.replaced) {
            guard let content = archive.files[file] else { continue }
            undo.files[file] = ModelUndo.Change(old: tree.files[file], new: content)
            tree.files[file] = content
        }
    }

    /// Takes the source's lines, keeps those of other files, drops those without a file; gives the packages with a
    /// version that the site published with other bytes, once for each.
    private mutating func merge(
        _ plan: ModelPlan,
        _ archive: ModelArchive,
        _ before: ModelSite,
        _ undo: inout ModelUndo
    ) -> [String] {
        var conflicts: [String] = []
        for package in plan.merged {
            guard let incoming = archive.indexes[package] else { continue }
            let local = tree.indexes[package]
            var lines: ModelIndex = [:]
            for file in tree.files(of: package) {
                let isSources = archive.files[file] == tree.files[file] || before.isSources(file)
                let isHeld = archive.target.files[file]?.isHeld == true && before.tree.files[file] != nil && isSources
                let isWanted = isHeld || incoming[file.version] == tree.files[file]
                lines[file.version] = isWanted ? incoming[file.version] : local?[file.version]
                guard !isSources, let theirs = incoming[file.version], theirs != tree.files[file] else { continue }
                conflicts.append(package)
            }
            guard !lines.isEmpty, lines != local else { continue }
            undo.documents[package] = ModelUndo.Document(before: local, after: lines)
            tree.indexes[package] = lines
        }
        return conflicts
    }

    /// Keeps whose everything is.
    private mutating func own(_ plan: ModelPlan, _ archive: ModelArchive, _ before: ModelSite) {
        for file in plan.new.union(plan.replaced).union(plan.unchanged) {
            guard let content = archive.files[file] else { continue }
            let known = before.records.files[file].flatMap { $0.content == content ? $0 : nil }
            records.conflicts[file] = nil
            records.files[file] = ModelRecords.Owned(
                content: content,
                sequence: max(known?.sequence ?? 0, archive.number),
                isPrior: known?.isPrior ?? plan.unchanged.contains(file)
            )
        }
        for file in plan.conflicts { records.conflicts[file] = tree.files[file] }
        for package in plan.merged { remember(package, archive) }
        guard !archive.isPartial, (records.target?.number ?? 0) <= archive.number else { return }
        records.target = archive
    }

    private mutating func remember(_ package: String, _ archive: ModelArchive) {
        guard let lines = archive.indexes[package] else { return }
        let known = records.documents[package]
        guard !archive.isPartial, (known?.sequence ?? 0) <= archive.number else {
            if known == nil { records.documents[package] = ModelRecords.Document(lines: lines, sequence: 0) }
            return
        }
        records.documents[package] = ModelRecords.Document(lines: lines, sequence: archive.number)
    }

    private mutating func remember(_ archive: ModelArchive, didChange: Bool) {
        if applied.last?.archive.number != archive.number { return applied.append((archive, didChange)) }
        if didChange { applied[applied.count - 1].didChange = true }
    }

    /// Keeps what was done; what was there before the first of several times is what counts, with what the site
    /// wrote in between.
    private mutating func keep(_ undo: ModelUndo, of number: Int) {
        guard var kept = undos[number] else {
            undos[number] = undo
            return
        }
        for (file, change) in undo.files {
            let first = kept.files[file]
            kept.files[file] = ModelUndo.Change(old: first == nil ? change.old : first?.old, new: change.new)
        }
        for (package, document) in undo.documents {
            var whole = document
            if let first = kept.documents[package] {
                whole.before = document.before.map { first.reversed(from: $0, without: []) } ?? first.before
            }
            kept.documents[package] = whole
        }
        undos[number] = kept
    }
}

extension ModelUndo.Document {
    /// The lines of before, with what differs by now from those that the import left.
    func reversed(from now: ModelIndex, without gone: Set<String>) -> ModelIndex? {
        if now == after || now == before { return before }
        var lines = before ?? [:]
        for version in Set(after.keys).union(now.keys) where after[version] != now[version] {
            lines[version] = now[version]
        }
        for version in gone { lines[version] = nil }
        return lines.isEmpty && before == nil ? nil : lines
    }
}
