extension ModelSite {
    /// Takes an archive back, and says what came of it (docs/formats/import.md, "Rolling back").
    mutating func rollBack(_ number: Int) -> String {
        guard let last = applied.last, applied.contains(where: { $0.archive.number == number }) else {
            return takenBack.contains(number) ? "taken back before" : "refused: not-found"
        }
        guard last.archive.number == number, let undo = undos[number] else { return "refused: conflict" }
        let was = tree
        let (removed, restored, kept, gone) = reverse(undo)
        let documents = undo.documents.filter { package, document in
            guard let now = was.indexes[package] else { return false }
            let names = Set(gone.filter { $0.package == package }.map(\.version))
            tree.indexes[package] = document.reversed(from: now, without: names)
            return tree.indexes[package] != now
        }
        records = undo.records
        applied.removeLast()
        takenBack.insert(number)
        undos[number] = nil
        say(number, isRollback: true)
        return "taken back: removed \(removed), restored \(restored), documents \(documents.count), kept \(kept)"
    }

    private mutating func reverse(
        _ undo: ModelUndo
    ) -> (removed: Int, restored: Int, kept: [String], gone: [ModelFile]) {
        var (removed, restored, kept, gone): (Int, Int, [String], [ModelFile]) = (0, 0, [], [])
        for (file, change) in undo.files.sorted(by: { $0.key < $1.key }) {
            switch tree.files[file] {
            case nil: gone.append(file)
            case change.new where change.old != nil:
                tree.files[file] = change.old
                restored += 1
            case change.old: continue
            case change.new:
                tree.files[file] = nil
                removed += 1
                gone.append(file)
            default: kept.append(file.path)
            }
        }
        return (removed, restored, kept, gone)
    }
}
