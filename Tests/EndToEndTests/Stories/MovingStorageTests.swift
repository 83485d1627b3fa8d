import Foundation
import TestSupport
import Testing

@Suite("Storages that move", .paced, .needsProgram, .needsImages, .temporaryDirectory, .ends)
struct MovingStorageTests {
    private func make(_ name: String) throws -> String {
        let path = "\(TemporaryDirectory.current)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// The device, the inode and the birth of a folder, as one line.
    private func marks(of path: String, in space: Namespace) async throws -> [Substring] {
        let stat = space.around(try Executable.needed("stat"))
        return try await stat.run(["-c", "%d %i %W", path], in: "/").succeeded().output.split(separator: " ")
    }

    private func identity(of storage: String) throws -> String {
        try String(contentsOfFile: "\(storage)/.packferry/repository.json", encoding: .utf8)
    }

    @Test("A disk with another device number, at another path of another machine, is the storage that it always was")
    func disk() async throws {
        let folder = try make("disks")
        let (first, second) = (try make("near/storage"), try make("near/elsewhere"))
        let before = try await Namespace.image("\(folder)/disk", at: first)
        var near = try Site("near", in: TemporaryDirectory.current, gap: before)
        var storage = SampleStorage(in: before.outside(first))
        try await storage.add([SampleVersion("left", "1.0.0")])
        _ = try await near.archive()
        let known = try identity(of: before.outside(first))

        // The next machine finds the disk while another one has the number that it had.
        _ = try await Executable.needed("sync").run(["-f", before.outside(first)], in: "/")
        try FileManager.default.copyItem(atPath: "\(folder)/disk", toPath: "\(folder)/disk-later")
        let after = try await Namespace.image(existing: "\(folder)/disk-later", at: second, machine: "\(folder)/id")
        let marks = (
            before: try await marks(of: "\(first)/.packferry", in: before),
            after: try await marks(of: "\(second)/.packferry", in: after)
        )
        try #require(marks.before[0] != marks.after[0] && marks.before.dropFirst() == marks.after.dropFirst())

        near = try Site("near", in: TemporaryDirectory.current, gap: after)
        let text = try String(contentsOfFile: near.configuration, encoding: .utf8)
        try near.configure(text.replacing("./storage", with: "./elsewhere"))
        storage = SampleStorage(in: after.outside(second))
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("left", "1.1.0")])
        // So small a disk is a fault of its own, which is not meant here.
        let doctor = try await near.run("doctor").output
        let built = try await near.run("artifact", "build").succeeded()
        // What the machine is called is a hint that there may be two of them, and no more.
        let isOther = FileManager.default.fileExists(atPath: "/etc/machine-id")
        #expect(doctor.contains("another id than before") == isOther, "\(doctor)")
        #expect("\(built)".contains("another id than before") == isOther, "\(built)")
        #expect(try await near.run("doctor").output.contains("It is the one that it always was."))
        #expect((try identity(of: after.outside(second)) != known) == isOther)
        try await storage.add([SampleVersion("left", "1.2.0")])
        #expect(try await !"\(near.run("artifact", "build").succeeded())".contains("another id"))
    }
}

extension Namespace {
    /// A folder on a disk of its own, an image in a new file.
    fileprivate static func image(_ file: String, at folder: String) async throws -> Namespace {
        let setup = "truncate -s 24M '\(file)' && mkfs.ext4 -q '\(file)' && mount -o loop '\(file)' '\(folder)'"
        return try await Namespace(.mount, preparing: setup)
    }

    /// A folder on a disk that an image is of, on a machine whose id is another one, which is put into the file `machine`.
    fileprivate static func image(
        existing file: String,
        at folder: String,
        machine: String
    ) async throws -> Namespace {
        let rename = "echo 0123456789abcdef0123456789abcdef >'\(machine)'; mount --bind '\(machine)' /etc/machine-id"
        let setup = "mount -o loop '\(file)' '\(folder)' && { ! test -e /etc/machine-id || { \(rename); }; }"
        return try await Namespace(.mount, preparing: setup)
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs to be allowed to mount images of disks.
    fileprivate static var needsImages: ConditionTrait {
        .enabled("not run: this user may not mount an image of a disk (unshare --mount, mkfs.ext4)") {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: file) }
            return (try? await Namespace.image(file, at: "/mnt")) != nil
        }
    }
}
