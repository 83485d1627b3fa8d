import App
import Posix

/// The server that runs on the state of a configuration, if one does.
struct RunningServer {
    /// Where it can be reached; nil when none runs.
    let record: ServerRecord?

    /// Looks at the state; one that a killed server left behind has a record but no lock.
    init(_ configuration: EffectiveConfiguration) throws {
        let path = configuration.values.paths.state
        guard let state = try? Directory(opening: path), let record = ServerRecord.load(from: state) else {
            self.record = nil
            return
        }
        let lock = try FileLock.acquire(
            RelativePath("serve.lock"),
            in: state,
            holder: "packferry, looking for a server"
        )
        self.record = lock == nil ? record : nil
    }
}
