package import Posix

extension FileOperation {
    /// What it does, and to what, without its folders and without what differs from run to run.
    package var name: String {
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        let name = last.replacing(#/\.tmp-?[0-9]+/#, with: ".tmp")
            .replacing(#/^target-[0-9a-f]{32}/#, with: "target")
            .replacing(#/^[0-9]+-[0-9a-f]{32}/#, with: "receipt")
            .replacing(#/^\.[0-9a-f]{32}\.partial/#, with: ".ID.partial")
            .replacing(#/^.*[0-9a-f]{32}$/#, with: "ID")
        return "\(kind) \(name)"
    }
}

extension PowerTrace {
    /// What a synchronisation is called: with what was done last before it, for many are of one folder.
    package func name(of synchronisation: Int) -> String {
        let silent: Set<FileOperation.Kind> = [.fsync, .syncfs, .write]
        let before = operations[..<synchronisation].last { !silent.contains($0.kind) }
        return "\(operations[synchronisation].name) after \(before?.name ?? "nothing")"
    }

    /// The synchronisations without which no cut shows anything wrong, each by its name; `isWrong` says whether a cut
    /// does.
    package func spare(_ isWrong: (PowerCut) async -> Bool) async throws -> [String] {
        let usual = try Set(cuts())
        var spare: [String] = []
        for lost in synchronisations {
            var shows = false
            for cut in try cuts(losing: lost, beyond: usual) where !shows { shows = await isWrong(cut) }
            if !shows { spare.append(name(of: lost)) }
        }
        return spare.sorted()
    }

    /// Those that the page gives a reason for, in that work.
    package static func documentedAsSpare(in work: String) throws -> [String] {
        let table = try DocumentedTable("docs/security.md", under: "## Crashes, full disks, others at work")
        return table.rows.filter { $0[0] == [work] }.flatMap { $0[1] }.sorted()
    }
}
