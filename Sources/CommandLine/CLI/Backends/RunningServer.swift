import App
import Posix

/// The server that runs on the state of a configuration, if one does.
struct RunningServer {
    /// Where it can be reached; nil when none runs.
    let record: ServerRecord?

    /// Looks at the state and touches nothing; one that a killed server left behind has a record but no lock.
    init(_ configuration: EffectiveConfiguration) throws {
        guard let state = try? Directory(opening: configuration.values.paths.state),
            try FileLock.isHeld(Service.lockPath, in: state)
        else {
            record = nil
            return
        }
        record = ServerRecord.load(from: state)
    }
}
