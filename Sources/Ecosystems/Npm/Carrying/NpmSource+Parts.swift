import Posix
import Reporting
import Spooling
import Transfer

/// A part of a storage, frozen for an archive of its own.
extension NpmSource {
    /// Freezes a part that is complete in itself; nothing is noted of it, since nothing is compared with it.
    func freeze(
        _ selection: CaptureSelection,
        of collected: Collected,
        into folder: RenderFolder,
        _ reporter: Reporter
    ) async throws -> NpmCapture {
        let part = try collected.part(chosen(by: selection), platforms, excluded: excluded)
        let listing = try Listing(part, excluded: [], before: [])
        let (snapshot, report) = try await list(listing, into: folder, noting: false, reporter)
        return NpmCapture(
            source: self,
            snapshot: snapshot,
            report: report,
            collected: part,
            listing: listing,
            folder: folder
        )
    }

    /// The versions that a selection comes to; throws for one that is not here, or that is to stay at home.
    private func chosen(by selection: CaptureSelection) throws -> [PackageName: Set<String>] {
        let checker = InstallChecker(
            shelves: PackageShelves(root: collector.root, layout: collector.layout),
            platforms: platforms
        )
        let sets =
            try (selection.specs.isEmpty ? [] : [RequestedSet(specs: selection.specs)])
            + (selection.file.map { [try RequestedSet(reading: $0)] } ?? [])
        var chosen: [PackageName: Set<String>] = [:]
        for set in sets { chosen.merge(try checker.selection(set)) { $0.union($1) } }
        guard let kept = chosen.keys.filter(excluded.exclude).min() else { return chosen }
        throw TransferError(
            .notPermitted,
            kept.string,
            "is needed and stays at home by carry.exclude",
            hint: "Leave out what needs it, or change carry.exclude"
        )
    }
}
