import Posix

/// Where Packferry keeps its own files unless `paths` says so.
struct OwnFolder {
    let path: AbsolutePath
    /// Who says so, if that is not the place of the configuration.
    let origin: ConfigurationOrigin?

    /// The folder that systemd gives a service (`STATE_DIRECTORY`); `/var/lib/packferry`, which is the same folder, for
    /// whoever types a command beside that service; else the folder of the configuration file.
    init(besides file: AbsolutePath, _ surroundings: EffectiveConfiguration.Surroundings) {
        // Several are separated by colons (systemd.exec(5)).
        let given = surroundings.variables["STATE_DIRECTORY"]?.split(separator: ":").first.flatMap {
            try? AbsolutePath(String($0))
        }
        let isOfSystem = surroundings.systemFolder?.appending("packferry") == file.parent
        if let given {
            (path, origin) = (given, .environment("STATE_DIRECTORY"))
        } else if isOfSystem, let system = try? AbsolutePath("/var/lib/packferry") {
            (path, origin) = (system, nil)
        } else {
            (path, origin) = (file.parent, nil)
        }
    }
}
