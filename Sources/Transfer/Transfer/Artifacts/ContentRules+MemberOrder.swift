import Spooling

extension ContentRules {
    /// Files that are sorted by path in the order in which an archive carries them: as they land, and sorted by path.
    func inMemberOrder(_ files: some Sequence<Manifest.File>) throws -> SpooledList<Manifest.File> {
        var groups: [Landing: SpooledListBuilder<Manifest.File>] = [:]
        for file in files { try groups[landing(of: file.entry), default: SpooledListBuilder()].append(file) }
        return try .build { ordered in
            for landing in groups.keys.sorted() {
                if let group = groups.removeValue(forKey: landing) { try ordered.append(contentsOf: group.finish()) }
            }
        }
    }

    /// Whether files stand in that order.
    func areInMemberOrder(_ files: SpooledList<Manifest.File>) -> Bool {
        var last: (landing: Landing, entry: Entry)?
        for file in files {
            let landing = landing(of: file.entry)
            if let last, last.landing == landing ? last.entry.path >= file.entry.path : last.landing > landing {
                return false
            }
            last = (landing, file.entry)
        }
        return true
    }

    /// Where the carried files lie that land so, in a list in member order.
    func range(of landing: Landing, in files: SpooledList<Manifest.File>) -> Range<Int> {
        let start = files.firstIndex { self.landing(of: $0.entry) < landing }
        return start..<files.firstIndex { self.landing(of: $0.entry) <= landing }
    }
}
