import JSON

/// A version object from one of the places where the merge finds it, held against the tarballs that are here.
struct VersionCandidate {
    /// How the object relates to the files in the folder.
    enum Standing: Equatable {
        /// Its tarball is here and is the one it means, or is held.
        case fits
        /// A file of that name is here, with other bytes.
        case otherTarball
        /// There is no such file.
        case absent
        /// The object says too little to be listed.
        case unusable(VersionProblem)
    }

    /// Where an object was found.
    enum Origin {
        /// In the local document, whose objects stay even if they misname themselves.
        case here
        /// In an archive's document, now or earlier, whose objects must be their own.
        case archive
    }

    let object: PackumentVersion
    let bytes: [UInt8]
    let time: RawValue?
    /// The sequence it came with; `nil` for an object that no source brought.
    let sequence: Int64?
    let standing: Standing
    /// Whether its tarball was put here locally.
    let isOfSite: Bool
    private var tarball: OfflineDocument.Tarball?

    init(
        _ object: PackumentVersion,
        in bytes: [UInt8],
        time: RawValue?,
        sequence: Int64?,
        from origin: Origin,
        folder: TarballFolder
    ) {
        self.object = object
        self.bytes = bytes
        self.time = time?.moment == nil ? nil : time
        self.sequence = sequence
        let found = folder.find(object, in: bytes, isStrict: origin == .archive)
        standing = found.standing
        tarball = found.tarball
        isOfSite = found.isOfSite ?? (origin == .here && sequence == nil)
    }

    /// Whether a file of its tarball's name is here or held.
    var isHere: Bool { tarball != nil }

    /// Whether the object says enough to be listed.
    var isUsable: Bool {
        guard case .unusable = standing else { return true }
        return false
    }

    /// Why the object is not listed.
    var reason: DroppedVersion.Reason {
        switch standing {
        case .unusable(let problem): .unusable(problem)
        case .otherTarball: .otherTarball
        case .fits, .absent: .noTarball
        }
    }

    /// The same, listed as metadata only.
    var withoutTarball: VersionCandidate {
        var copy = self
        copy.tarball = nil
        return copy
    }

    /// Whether it came with this sequence or a higher one, or there is none to compare with.
    func isNewer(than sequence: Int64?) -> Bool {
        guard let sequence else { return true }
        return self.sequence.map { $0 >= sequence } ?? false
    }

    /// The object as it is listed, with `time` from elsewhere if it has none of its own.
    func listed(time other: RawValue?) -> OfflineDocument.Version? {
        guard let semver = object.semver else { return nil }
        return OfflineDocument.Version(
            object,
            semver: semver,
            object: tarball == nil ? object.object(in: bytes, keptOff: []) : object.object(in: bytes),
            time: time ?? other,
            tarball: tarball
        )
    }
}

/// The files of a package's folder, on disk and held.
struct TarballFolder {
    let tarballs: [TarballFileName: LocalTarball]
    let held: Set<TarballFileName>

    /// `isOfSite` is `nil` where the file is gone and only the record can tell.
    fileprivate typealias Found = (
        standing: VersionCandidate.Standing, tarball: OfflineDocument.Tarball?, isOfSite: Bool?
    )

    /// Looks for the tarball of a version object.
    fileprivate func find(_ object: PackumentVersion, in bytes: [UInt8], isStrict: Bool) -> Found {
        guard let dist = object.dist, object.semver != nil, !isStrict || object.problem == nil else {
            return (.unusable(object.problem ?? .noTarball), nil, false)
        }
        let here = tarballs[dist.file]
        let isHeld = held.contains(dist.file)
        guard isHeld || here != nil else { return (.absent, nil, false) }
        let integrity = dist.integrity(in: bytes)
        let fits = isHeld || here.map { integrity?.fits($0.digests) ?? true } ?? false
        let sha1 = isHeld ? integrity?.sha1.first : here?.digests.sha1 ?? integrity?.sha1.first
        let tarball = OfflineDocument.Tarball(file: dist.file, sha1: sha1)
        return (fits ? .fits : .otherTarball, tarball, here.map { $0.owner == .site })
    }
}

extension PackumentRecord.Awaited {
    /// The version object, read again; `nil` if it is none of `name`.
    func version(_ version: String, of name: PackageName) -> PackumentVersion? {
        guard var scanner = try? JSONScanner(object), let scan = try? VersionScan(version, &scanner) else { return nil }
        return PackumentVersion(scan, of: name, isStrict: true)
    }
}
