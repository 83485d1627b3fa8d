/// What a walk has learnt: which questions were asked, by whom first, what was answered, and which versions are taken.
struct ClosureRecord: Sendable {
    private struct Note: Sendable {
        var asker: Asker
        var answer: Answer?
    }

    /// A dependency that is looked up nowhere.
    private struct Other: Hashable, Sendable {
        let name: String
        let spec: String
        let isRequired: Bool
        let cause: Closure.Cause
    }

    private var notes: [Ask: Note] = [:]
    private var others: [Other: Asker] = [:]
    /// Whether the tarball is wanted, by position in the package's manifest.
    private var taken: [PackageName: [Int: Bool]] = [:]
    private(set) var versionCount = 0

    var askCount: Int { notes.count + others.count }

    /// Whether a question is asked for the first time; notes who asks in either case.
    mutating func isNew(_ ask: Ask, by asker: Asker) -> Bool {
        guard let known = notes[ask] else {
            notes[ask] = Note(asker: asker)
            return true
        }
        if asker < known.asker { notes[ask]?.asker = asker }
        return false
    }

    /// Whether a version is taken for the first time, or its tarball is while it was only listed until now.
    mutating func isNew(_ position: Int, of package: PackageName, asTarball isTarball: Bool) -> Bool {
        let known = taken[package]?[position]
        guard known == nil || known == false && isTarball else { return false }
        if known == nil { versionCount += 1 }
        taken[package, default: [:]][position] = isTarball
        return true
    }

    mutating func note(_ answer: Answer, for ask: Ask) { notes[ask]?.answer = answer }

    mutating func note(_ cause: Closure.Cause, of name: String, _ spec: String, by asker: Asker, _ demand: Demand) {
        let other = Other(name: name, spec: spec, isRequired: demand.isRequired, cause: cause)
        others[other] = min(others[other] ?? asker, asker)
    }

    /// All of it as a result; `manifests` are those that were supplied.
    func closure(_ manifests: [PackageName: PackageManifest], _ platforms: [Platform]) -> Closure {
        let gaps = gaps()
        return Closure(
            wanted: wanted(manifests),
            unresolved: gaps.unresolved,
            skipped: gaps.skipped,
            elsewhere: gaps.elsewhere,
            otherPlatforms: otherPlatforms(manifests, platforms),
            shrinkwrapped: shrinkwrapped(manifests)
        )
    }

    private func wanted(_ manifests: [PackageName: PackageManifest]) -> [PackageName: [String: Closure.Want]] {
        var wanted: [PackageName: [String: Closure.Want]] = [:]
        for (ask, note) in notes {
            guard case .versions(let tarballs, let listed)? = note.answer, let manifest = manifests[ask.package] else {
                continue
            }
            for (positions, isTarball) in [(tarballs, true), (listed, false)] {
                let want = Closure.Want(isTarball: isTarball, asker: note.asker, spec: ask.spec)
                for position in positions {
                    let version = manifest.version(position)
                    let known = wanted[ask.package]?[version]
                    wanted[ask.package, default: [:]][version] = known.map { min($0, want) } ?? want
                }
            }
        }
        return wanted
    }

    private func gaps() -> (unresolved: [Closure.Gap], skipped: [Closure.Gap], elsewhere: [Closure.Gap]) {
        var unresolved = GapList()
        var skipped = GapList()
        var elsewhere = GapList()
        for (ask, note) in notes {
            guard case .nothing(let cause)? = note.answer else { continue }
            let gap = Closure.Gap(asker: note.asker, name: ask.package.string, spec: ask.spec, cause: cause)
            if ask.demand.isRequired { unresolved.add(gap) } else { skipped.add(gap) }
        }
        for (other, asker) in others {
            let gap = Closure.Gap(asker: asker, name: other.name, spec: other.spec, cause: other.cause)
            if case .elsewhere = other.cause {
                elsewhere.add(gap)
            } else if other.isRequired {
                unresolved.add(gap)
            } else {
                skipped.add(gap)
            }
        }
        return (unresolved.sorted, skipped.sorted(without: unresolved), elsewhere.sorted)
    }

    private func otherPlatforms(
        _ manifests: [PackageName: PackageManifest],
        _ platforms: [Platform]
    ) -> [Closure.Gap] {
        var gaps = GapList()
        for (ask, note) in notes where ask.demand == .always {
            guard case .versions(let tarballs, _)? = note.answer, case .version = note.asker,
                let manifest = manifests[ask.package]
            else { continue }
            for position in tarballs where !manifest.fits(position, platforms) {
                let cause = Closure.Cause.otherPlatform(version: manifest.version(position))
                gaps.add(Closure.Gap(asker: note.asker, name: ask.package.string, spec: ask.spec, cause: cause))
            }
        }
        return gaps.sorted
    }

    private func shrinkwrapped(_ manifests: [PackageName: PackageManifest]) -> [PackageName: Set<String>] {
        var found: [PackageName: Set<String>] = [:]
        for (name, positions) in taken {
            guard let manifest = manifests[name] else { continue }
            for (position, isTarball) in positions where isTarball && manifest.shape(position).hasShrinkwrap {
                found[name, default: []].insert(manifest.version(position))
            }
        }
        return found
    }
}

/// Gaps of which each name, spec and cause counts once.
private struct GapList {
    private struct Subject: Hashable {
        let name: String
        let spec: String
        let cause: Closure.Cause
    }

    private var gaps: [Subject: Closure.Gap] = [:]

    mutating func add(_ gap: Closure.Gap) {
        let subject = Subject(name: gap.name, spec: gap.spec, cause: gap.cause)
        if let known = gaps[subject], known.asker <= gap.asker { return }
        gaps[subject] = gap
    }

    var sorted: [Closure.Gap] { Self.sorted(Array(gaps.values)) }

    /// Those that are not in `others` as well.
    func sorted(without others: GapList) -> [Closure.Gap] {
        Self.sorted(gaps.filter { others.gaps[$0.key] == nil }.map(\.value))
    }

    private static func sorted(_ gaps: [Closure.Gap]) -> [Closure.Gap] {
        gaps.sorted { ($0.name, $0.spec, $0.cause.description) < ($1.name, $1.spec, $1.cause.description) }
    }
}

extension Closure.Want: Comparable {
    /// Those for tarballs first, then by who asked.
    package static func < (left: Closure.Want, right: Closure.Want) -> Bool {
        if left.isTarball != right.isTarball { return left.isTarball }
        return (left.asker, left.spec) < (right.asker, right.spec)
    }
}

extension Demand {
    /// Whether it is a failure when there is nothing of it.
    fileprivate var isRequired: Bool { self == .always || self == .whereItFits }
}
