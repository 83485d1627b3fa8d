import Crypto
import Posix
import Reporting
import TestSupport

@testable import Transfer

/// An archive is written to a disk, in parts.
struct ExportWork: PowerWork {
    private let near: Side
    private let artifact: Artifact
    private let bytes: [UInt8]

    init() async throws {
        near = try await Side("near")
        for number in 1...9 { try near.publish("alpha", "1.\(number)", SHA512.hash([UInt8(number)]).hex) }
        guard let artifact = try await near.build().artifact else { throw Broken("nothing was built") }
        self.artifact = artifact
        bytes = try near.artifacts.open(artifact).readAll(limit: 1 << 20)
    }

    func run(_ place: PowerPlace) async throws { _ = try export(to: place.name) }

    private func export(to disk: String) throws -> ArtifactExport.Outcome {
        try ArtifactExport(artifact, of: near.artifacts, to: Folder(disk).directory, limit: Int64(bytes.count / 2 + 1))
            .run(isDryRun: false, reporter: .silent)
    }

    func requireSound(_ place: PowerPlace) async throws {
        let disk = try Folder(place.name)
        for name in try disk.names where PartName(file: name) != nil {
            let part = try disk.directory.open(RelativePath(name)).readAll(limit: 1 << 20)
            try Broken.unless(part == piece(name), "\(name) is there and is not whole")
        }
        // The list comes last.
        if try disk.directory.info(list) != nil { try requireWhole(disk) }
    }

    func requireDone(_ place: PowerPlace) async throws {
        let disk = try Folder(place.name)
        try requireWhole(disk)
        try Broken.unless(try disk.names.count == 3, "there lies \(disk.names)")
    }

    private var list: RelativePath {
        get throws { try RelativePath(Sidecar.name(of: ArtifactName.file(of: artifact.id))) }
    }

    private func requireWhole(_ disk: Folder) throws {
        let parts = try disk.names.filter { PartName(file: $0) != nil }
        let joined = try parts.flatMap { try disk.directory.open(RelativePath($0)).readAll(limit: 1 << 20) }
        try Broken.unless(joined == bytes, "\(parts) are not all of it")
        let lines = try Checksums(parsing: disk.directory.open(list).readAll(limit: 1 << 20)).lines
        try Broken.unless(lines.map(\.name) == parts, "the list names \(lines.map(\.name))")
    }

    private func piece(_ name: String) -> [UInt8] {
        let middle = bytes.count / 2 + 1
        return Array(name.hasSuffix("1") ? bytes[..<middle] : bytes[middle...])
    }
}
