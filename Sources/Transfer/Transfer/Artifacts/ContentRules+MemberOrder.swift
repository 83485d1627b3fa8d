extension ContentRules {
    /// Files in the order in which an archive carries them: as they land, and sorted by path.
    func inMemberOrder(_ files: [Manifest.File]) -> [Manifest.File] {
        let landings = files.map { landing(of: $0.entry) }
        return files.indices.sorted { left, right in
            landings[left] == landings[right]
                ? files[left].entry.path < files[right].entry.path : landings[left] < landings[right]
        }.map { files[$0] }
    }

    /// Whether files stand in that order.
    func areInMemberOrder(_ files: [Manifest.File]) -> Bool {
        zip(files, files.dropFirst()).allSatisfy { left, right in
            let (first, second) = (landing(of: left.entry), landing(of: right.entry))
            return first == second ? left.entry.path < right.entry.path : first < second
        }
    }
}
