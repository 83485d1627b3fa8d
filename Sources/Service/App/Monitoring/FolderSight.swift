import API
import Posix
import Transfer

/// The room on the file system of a folder, as it was seen.
struct FolderSight: Sendable {
    let space: API.DiskSpace
    /// Which file system that is: several folders may lie on one.
    let device: UInt64

    /// Looks, for whoever leaves `reserve` free; `nil` where the folder is not there or cannot be opened.
    init?(_ path: AbsolutePath, keeping reserve: SpaceReserve) {
        guard let folder = try? Directory(opening: path), let info = try? folder.info(), let space = try? folder.space()
        else { return nil }
        self.space = API.DiskSpace(space, at: path, keeping: reserve)
        device = info.device
    }
}

/// What was seen of a storage.
struct StorageSight: Sendable {
    let status: Health.Status
    let detail: String
    let folder: FolderSight?

    /// Looks whether it is the one that it was, and still holds what it held.
    ///
    /// Blocks.
    init(_ repository: Repository, _ application: Application) async {
        do {
            try await application.requireSame(repository.open())
            let known = try await repository.catalog.anyName()
            guard try repository.holds(known) else {
                status = .fail
                detail = "\(repository.configuration.storage) does not hold \(known ?? ""): is it mounted?"
                folder = nil
                return
            }
            let canWrite = CurrentProcess.mayWrite(repository.configuration.storage.string)
            status = canWrite ? .pass : .warn
            detail =
                "\(repository.configuration.storage) can be read"
                + (canWrite ? " and written." : ", and this user may not write there: no archive can be applied to it.")
            folder = FolderSight(repository.configuration.storage, keeping: application.space.reserve)
        } catch {
            let check = Health.Check(name: "", failing: error)
            (status, detail, folder) = (check.status, check.detail, nil)
        }
    }
}

extension API.DiskSpace {
    /// Soon enough that somebody should do something about it.
    private static let soon = 7

    /// A disk passes with a twentieth of it free, or 1 GiB, but never with less than 256 MiB, and while it is not full
    /// within a week.
    ///
    /// It fails below a fifth of that, and where nothing would be begun any more.
    var status: Health.Status {
        let wanted = max(256 << 20, min(1 << 30, totalBytes / 20))
        if freeBytes < max(reserveBytes, wanted / 5) { return .fail }
        return freeBytes < wanted || fullInDays.map({ $0 < Self.soon }) ?? false ? .warn : .pass
    }

    /// How much is left, for how long, and what to do where that is not enough.
    var sentence: String {
        let free = "\(freeBytes >> 20) MiB are free at \(path)"
        guard freeBytes >= reserveBytes else {
            return
                "\(free), less than the \(reserveBytes >> 20) MiB that stay free (retention.reserve): no job is begun that "
                + "needs room. Free some, for example by `packferry prune`."
        }
        guard let days = fullInDays else { return "\(free)." }
        let outlook = "\(free); as it filled up lately it is full in about \(days) \(days == 1 ? "day" : "days")."
        return days < Self.soon ? "\(outlook) Free some, for example by `packferry prune`." : outlook
    }
}
