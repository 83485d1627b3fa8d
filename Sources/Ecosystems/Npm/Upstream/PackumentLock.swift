import Posix
import Time

/// Verdaccio's lock on a packument: `package.json.lock`, made exclusively, left over when it is five minutes old.
struct PackumentLock: Sendable {
    private static let interval = Duration.milliseconds(100)
    private static let staleAfter = Duration.seconds(300)

    let root: Directory
    /// How long somebody else may hold it.
    let patience: Duration
    let clock: WallClock
    let sleep: @Sendable (Duration) async throws -> Void

    /// Runs `body` while nobody else writes the packument in that folder.
    ///
    /// Throws `EEXIST` when somebody else has the lock for too long.
    func held<Value>(in folder: RelativePath, _ body: () throws -> Value) async throws -> Value {
        let path = try folder.appending("package.json.lock")
        try await take(path)
        defer { try? root.unlink(path) }
        return try body()
    }

    private func take(_ path: RelativePath) async throws {
        var waited = Duration.zero
        while try !claim(path) {
            if try removeStale(path) { continue }
            guard waited < patience else { throw SystemError(operation: "lock", path: path.string, errno: .exists) }
            try await sleep(Self.interval)
            waited += Self.interval
        }
    }

    private func claim(_ path: RelativePath) throws -> Bool {
        do throws(SystemError) {
            try root.create(path).close()
            return true
        } catch {
            guard error.errno == .exists else { throw error }
            return false
        }
    }

    private func removeStale(_ path: RelativePath) throws -> Bool {
        guard let info = try root.info(path) else { return true }
        guard clock.now() - Moment(nanoseconds: info.changed) > Self.staleAfter else { return false }
        try root.unlink(path)
        return true
    }
}
