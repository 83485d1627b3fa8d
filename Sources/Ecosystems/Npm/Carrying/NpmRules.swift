import Crypto
package import Posix
package import Transfer

extension EntryKind {
    /// An offline-ready packument: merged on arrival.
    package static let npmPackument = EntryKind(rawValue: "npm-packument")
}

/// What an archive of an npm repository may carry (docs/formats/archive.md).
package struct NpmRules: ContentRules {
    package init() {}

    package var type: String { "npm" }
    /// Packuments are merged; everything else is placed.
    package let landings: [EntryKind: Landing] = [.npmPackument: .merged]

    /// The packument of a package, or one of its tarballs.
    package func place(of path: RelativePath) -> EntryPlace? {
        guard let parent = path.parent, let name = try? PackageName(parent.string) else { return nil }
        return EntryPlace(path.lastComponent == "package.json" ? .npmPackument : .file, of: name.string)
    }

    /// Refuses what does not lie in the folder of its own package, or has no name of a tarball or packument.
    ///
    /// A tarball's name may end in anything: that it is one, the packument says that travels with it.
    package func checkEntry(_ entry: Entry) throws {
        guard let parent = entry.path.parent, let name = try? PackageName(parent.string) else {
            throw refusal(entry, "does not lie in the folder of a package")
        }
        guard entry.package == name.string else { throw refusal(entry, "lies in the folder of another package") }
        guard entry.kind == .npmPackument else { return try checkTarball(entry) }
        guard entry.path.lastComponent == "package.json", entry.version == nil else {
            throw refusal(entry, "is no package.json")
        }
        try PackumentLimits.checkSize(Int(entry.size), of: entry)
    }

    private func checkTarball(_ entry: Entry) throws {
        guard (try? TarballFileName(entry.path.lastComponent)) != nil else {
            throw refusal(entry, "has no name that a tarball may have")
        }
        guard let version = entry.version, Semver(parsing: version, loose: true) != nil else {
            throw refusal(entry, "names no version that npm can read")
        }
    }

    /// Old packages state nothing but a SHA-1, which is known only once the packument is read.
    package func wantsSHA1(_ entry: Entry) -> Bool { entry.kind == .file }

    /// Refuses a packument that lists a version whose tarball the snapshot does not hold with its digest, or that holds
    /// more than one of ours can.
    package func checkDocument(_ bytes: [UInt8], of entry: Entry, files: any ListedFiles) throws {
        let packument = try scan(bytes, entry)
        try PackumentLimits.check(packument, of: entry)
        let platforms = files.platforms.compactMap(Platform.init(parsing:))
        for version in packument.versions { try check(version, of: packument, entry, files, platforms) }
        try checkTags(packument, entry)
        try checkCarried(files.carried(of: entry.package), packument, entry)
    }

    /// What is offline-ready has no tags of versions that are not listed.
    private func checkTags(_ packument: Packument, _ entry: Entry) throws {
        guard let tag = packument.tags.first(where: { packument.version($0.version) == nil }) else { return }
        throw refusal(entry, "has a tag \(tag.tag) of version \(tag.version), which it does not list")
    }

    /// Refuses tarballs that the packument does not give to the version that the snapshot gives them to.
    private func checkCarried(_ files: [Entry], _ packument: Packument, _ entry: Entry) throws {
        for file in files {
            let version = file.version.flatMap { packument.version($0) }
            guard let dist = version?.dist, dist.file.string == file.path.lastComponent else {
                throw refusal(entry, "does not list version \(file.version ?? "") of \(file.path)")
            }
        }
    }

    private func scan(_ bytes: [UInt8], _ entry: Entry) throws -> Packument {
        do {
            return try Packument(
                scanning: bytes,
                expecting: PackageName(entry.package),
                limits: PackumentLimits.json
            )
        } catch let error as PackumentError {
            throw refusal(entry, "cannot be used: \(error)")
        }
    }

    private func check(
        _ version: PackumentVersion,
        of packument: Packument,
        _ entry: Entry,
        _ files: any ListedFiles,
        _ platforms: [Platform]
    ) throws {
        if let problem = version.problem { throw refusal(entry, "lists \(version.version), which \(problem)") }
        guard let dist = version.dist else { throw refusal(entry, "lists \(version.version), which has no dist") }
        let path = try RelativePath("\(entry.package)/\(dist.file)")
        guard let file = files.entry(at: path) else { return try checkForeign(version, entry, platforms) }
        let digests = TarballDigests(sha512: file.sha512, sha1: files.sha1(at: path))
        guard packument.integrity(of: dist)?.fits(digests) ?? true else {
            throw refusal(entry, "lists \(version.version) with another digest than \(path) has")
        }
    }

    /// A version without a tarball may only be one that no platform of the repository would download.
    private func checkForeign(_ version: PackumentVersion, _ entry: Entry, _ platforms: [Platform]) throws {
        guard let fields = version.platform, !platforms.contains(where: fields.fits) else {
            throw refusal(entry, "lists \(version.version), whose tarball the snapshot does not hold")
        }
    }

    private func refusal(_ entry: Entry, _ cause: String) -> TransferError {
        TransferError(.refused, entry.path.string, cause)
    }
}
