import Posix

/// Where the file systems of our own folders are asked, each for itself: they may be mounts.
struct OwnLanes: Sendable {
    let state: DiskLane
    let snapshots: DiskLane
    let artifacts: DiskLane
    let data: DiskLane

    init(_ paths: Configuration.Paths) {
        state = DiskLane(paths.state, name: "state", threads: 2)
        snapshots = DiskLane(paths.snapshots, name: "snapshots", threads: 2)
        artifacts = DiskLane(paths.artifacts, name: "artifacts")
        data = DiskLane(paths.data, name: "data", threads: 2)
    }

    var all: [DiskLane] { [state, artifacts, snapshots, data] }
}

extension Repository {
    /// So long a storage may take before it is left alone when the service starts.
    private static let patience = Duration.seconds(3)

    /// Throws `DiskSilence` where the file system of the storage does not answer in time: no thread has to find that out.
    func requireAnswer(within patience: Duration = Self.patience) async throws {
        guard await lane.answers(within: patience) else { throw DiskSilence(path: lane.path) }
    }
}
