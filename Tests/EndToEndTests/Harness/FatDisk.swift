import Foundation
import TestSupport
import Testing

/// A stick as it is bought: a small FAT file system in an image, which is mounted for some programs alone.
struct FatDisk: Sendable {
    private let image: String
    private let folder: String

    /// Formats it; `folder` is where it is mounted.
    init(_ image: String, at folder: String, mebibytes: Int) async throws {
        self.image = image
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let words = ["-C", image, "\(mebibytes << 10)"]
        try await Executable.needed("mkfs.vfat").run(words, in: "/tmp").succeeded()
    }

    /// The machine with the disk plugged in; it is pulled out as soon as nobody holds that.
    func plugged(readOnly: Bool = false) async throws -> Namespace {
        let options = readOnly ? "loop,ro" : "loop"
        return try await Namespace(.mount, preparing: "mount -t vfat -o \(options) '\(image)' '\(folder)'")
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs a kernel that knows FAT, and to be allowed to mount it.
    static var needsFAT: ConditionTrait {
        .enabled("not run: mkfs.vfat is missing, this kernel has no vfat, or this user may not mount it") {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            guard let disk = try? await FatDisk("\(folder).image", at: folder, mebibytes: 1) else { return false }
            defer { try? FileManager.default.removeItem(atPath: "\(folder).image") }
            return (try? await disk.plugged()) != nil
        }
    }
}
