import Foundation
import Testing

/// What tests need of the machine; where it is missing they are skipped by name.
enum Conditions {
    /// The tools that an administrator without Packferry has, and curl.
    static let hasStockTools = ["sh", "tar", "gzip", "zstd", "sha512sum", "sha1sum", "find", "cp", "curl"]
        .allSatisfy { Executable($0) != nil }

    static let hasNpm = Executable("node") != nil && Executable("npm") != nil

    /// The folder with archives of real storages.
    static let sampleData: String? = {
        guard let folder = ProcessInfo.processInfo.environment["PACKFERRY_DATA"], !folder.isEmpty else { return nil }
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    /// Whether the sample data has this archive.
    static func hasData(_ name: String) -> Bool {
        guard let sampleData else { return false }
        return FileManager.default.isReadableFile(atPath: "\(sampleData)/\(name).tar.zst")
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs the built program and the stock tools.
    static var needsProgram: ConditionTrait {
        .enabled(
            if: Packferry.isBuilt && Conditions.hasStockTools,
            "not run: packferry is not built beside the tests, or tar, zstd, sha512sum or curl is missing"
        )
    }

    /// Needs node and npm.
    static var needsNpm: ConditionTrait { .enabled(if: Conditions.hasNpm, "not run: node and npm are not installed") }

    /// Needs archives of the sample data.
    static func needsData(_ names: String...) -> ConditionTrait {
        .enabled(
            if: names.allSatisfy(Conditions.hasData),
            "not run: PACKFERRY_DATA names no folder with \(names.map { "\($0).tar.zst" }.joined(separator: ", "))"
        )
    }

    /// Needs to be root, who may be anybody.
    static var needsRoot: ConditionTrait { .enabled(if: geteuid() == 0, "not run: only root may be somebody else") }

    /// Needs Docker with its compose command.
    static var needsCompose: ConditionTrait {
        .enabled("not run: Docker has no compose here") {
            let outcome = try? await Executable("docker")?.run(["compose", "version"], in: "/tmp")
            return outcome?.status == 0
        }
    }

    /// Needs to be allowed to make a network without a way out.
    static var needsAirGap: ConditionTrait {
        .enabled("not run: this user may not make a network of its own (unshare --net)") {
            (try? await Namespace.airGap()) != nil
        }
    }

    /// Needs to be allowed to mount a small disk.
    static var needsMounts: ConditionTrait {
        .enabled("not run: this user may not mount a small disk (unshare --mount)") {
            (try? await Namespace.smallDisk(at: "/mnt", mebibytes: 1)) != nil
        }
    }
}
