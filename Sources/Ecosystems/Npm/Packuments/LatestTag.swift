/// Which version `latest` names when the document's own choice is not there.
enum LatestTag {
    /// The highest stable version that is not deprecated, else the highest prerelease, else the highest of all.
    ///
    /// Versions that are metadata only count where there are no others: nobody can install them here.
    static func choice(among versions: [OfflineDocument.Version]) -> String? {
        let installable = versions.filter { $0.tarball != nil }
        let candidates = (installable.isEmpty ? versions : installable).sorted(by: OfflineDocument.Version.precedes)
        let best =
            candidates.last { !$0.semver.isPrerelease && !$0.isDeprecated }
            ?? candidates.last { $0.semver.isPrerelease } ?? candidates.last
        return best?.version
    }
}
