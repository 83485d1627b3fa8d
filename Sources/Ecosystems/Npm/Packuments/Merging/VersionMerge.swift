import Posix

/// Decides version by version which object is listed, and why another is not.
struct VersionMerge {
    private(set) var listed: [OfflineDocument.Version] = []
    /// The listed versions that were published here.
    private(set) var ofSite: Set<String> = []
    private(set) var record: PackumentRecord
    private(set) var conflicts: [VersionConflict] = []
    private(set) var dropped: [DroppedVersion] = []

    private let name: PackageName
    private let local: Packument?
    private let incoming: IncomingPackument?
    private let folder: TarballFolder
    private let localTimes: [String: RawValue]
    private let incomingTimes: [String: RawValue]
    /// What the incoming document itself lists as metadata only.
    private let arrivingWithoutTarball: Set<String>

    init(
        _ name: PackageName,
        local: Packument?,
        incoming: IncomingPackument?,
        record: PackumentRecord,
        folder: TarballFolder
    ) {
        self.name = name
        self.local = local
        self.incoming = incoming
        self.record = record
        self.folder = folder
        localTimes = local?.timesByVersion ?? [:]
        incomingTimes = incoming?.packument.timesByVersion ?? [:]
        arrivingWithoutTarball = incoming?.metadataOnly ?? []
    }

    mutating func run() {
        let names = Set((local?.versions ?? []).map(\.version))
            .union((incoming?.packument.versions ?? []).map(\.version))
            .union(record.awaited.keys)
        for version in names.sorted(by: RelativePath.bytesPrecede) { decide(version) }
    }

    private mutating func decide(_ version: String) {
        let ours = localCandidate(version)
        let theirs = incomingCandidate(version)
        let candidates = [awaitedCandidate(version), ours, theirs].compactMap(\.self)
        if let ours, ours.isOfSite {
            list(ours, among: candidates)
            ofSite.insert(version)
        } else if let best = Self.newest(candidates.filter { $0.standing == .fits }) {
            list(best, among: candidates)
        } else if record.metadataOnly[version] != nil, let best = Self.newest(candidates.filter(\.isUsable)) {
            list(best.withoutTarball, among: candidates)
        } else {
            drop(version, theirs ?? ours)
        }
        if let theirs { settle(theirs, isOfSite: theirs.isOfSite || ours?.isOfSite ?? false) }
    }

    /// The candidate of the highest sequence; among equals the last.
    private static func newest(_ candidates: [VersionCandidate]) -> VersionCandidate? {
        candidates.reduce(nil) { newest, next in
            guard let newest, newest.sequence ?? .min > next.sequence ?? .min else { return next }
            return newest
        }
    }

    private mutating func list(_ best: VersionCandidate, among candidates: [VersionCandidate]) {
        let version = best.object.version
        guard let entry = best.listed(time: candidates.compactMap(\.time).last) else { return drop(version, best) }
        listed.append(entry)
        record.versions[version] = best.isOfSite ? nil : best.sequence
        guard best.isHere, let awaited = record.awaited[version] else { return }
        if best.isOfSite || awaited.sequence <= best.sequence ?? .min { record.awaited[version] = nil }
    }

    private mutating func drop(_ version: String, _ candidate: VersionCandidate?) {
        record.versions[version] = nil
        guard let candidate else { return }
        dropped.append(DroppedVersion(version, candidate.reason))
    }

    /// Notes what became of an incoming object that could not be listed: a conflict, a version to wait for, or both.
    private mutating func settle(_ theirs: VersionCandidate, isOfSite: Bool) {
        let version = theirs.object.version
        guard theirs.standing != .fits, theirs.isUsable, !arrivingWithoutTarball.contains(version) else { return }
        guard !isOfSite else { return conflicts.append(VersionConflict(version, .siteVersion)) }
        let installed = listed.last.flatMap {
            $0.version == version && $0.tarball != nil ? record.versions[version] : nil
        }
        guard theirs.isNewer(than: installed) else { return }
        if theirs.isHere { conflicts.append(VersionConflict(version, .otherTarball)) }
        awaitTarball(of: theirs)
    }

    private mutating func awaitTarball(of theirs: VersionCandidate) {
        let version = theirs.object.version
        guard let sequence = theirs.sequence, record.isCurrent(sequence),
            theirs.isNewer(than: record.awaited[version]?.sequence)
        else { return }
        record.awaited[version] = PackumentRecord.Awaited(
            sequence: sequence,
            object: Array(theirs.bytes[theirs.object.span]),
            time: theirs.time.map { Array($0.bytes[$0.span]) }
        )
    }
}

/// Where candidates come from.
extension VersionMerge {
    private func localCandidate(_ version: String) -> VersionCandidate? {
        guard let local, let object = local.version(version) else { return nil }
        let sequence = record.versions[version]
        return candidate(object, local.bytes, localTimes[version], sequence, from: .here)
    }

    private func incomingCandidate(_ version: String) -> VersionCandidate? {
        guard let incoming, let object = incoming.packument.version(version) else { return nil }
        let bytes = incoming.packument.bytes
        return candidate(object, bytes, incomingTimes[version], incoming.sequence, from: .archive)
    }

    private func awaitedCandidate(_ version: String) -> VersionCandidate? {
        guard let awaited = record.awaited[version], let object = awaited.version(version, of: name) else { return nil }
        let time = awaited.time.map { RawValue($0, 0..<$0.count) }
        return candidate(object, awaited.object, time, awaited.sequence, from: .archive)
    }

    private func candidate(
        _ object: PackumentVersion,
        _ bytes: [UInt8],
        _ time: RawValue?,
        _ sequence: Int64?,
        from origin: VersionCandidate.Origin
    ) -> VersionCandidate {
        VersionCandidate(object, in: bytes, time: time, sequence: sequence, from: origin, folder: folder)
    }
}
