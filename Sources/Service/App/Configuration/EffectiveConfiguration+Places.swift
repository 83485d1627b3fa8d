import Posix

extension EffectiveConfiguration {
    /// Tries whether this user could make and use the folders of `paths`; throws all that cannot be.
    ///
    /// Makes nothing.
    package func checkPlaces() throws(ConfigurationError) {
        let paths = values.paths
        let places = [
            (Setting.state, paths.state), (.artifacts, paths.artifacts), (.snapshots, paths.snapshots),
            (.data, paths.data),
        ]
        let problems = places.compactMap { setting, path in
            Self.cause(against: path).map { cause in
                ConfigurationProblem(
                    origin(of: setting.key),
                    "\(setting.key): \(path) cannot be used: \(cause)",
                    suggestion:
                        "Set \(setting.key) to a folder where user \(CurrentProcess.user) may write, or give it that one"
                )
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(file: file, problems: problems) }
    }

    /// What stands in the way of a folder: the nearest one that exists, itself or above it, cannot be written.
    private static func cause(against path: AbsolutePath) -> String? {
        do {
            _ = try Directory(opening: path)
            return CurrentProcess.mayWrite(path.string) ? nil : "\(path) may not be written"
        } catch  where error.errno == .noEntry && path.parent != path {
            return cause(against: path.parent)
        } catch {
            return "\(path): \(error.errno)"
        }
    }
}
