import API
import Arguments
import Posix

import struct Transfer.ArtifactName

/// The command `packferry artifact fetch`.
enum ArtifactFetch {
    private static let folder = Argument<String?>(optional: "folder", .directory, help: "Where to put it, else here.")

    static let command = Command<Action>(
        "fetch",
        summary: "Fetch the archive of an artifact from a server.",
        discussion: """
            Needs --server. A download that broke off goes on where it stopped; what was fetched gets its name only after its SHA-512 was compared.
            """,
        examples: [
            Example(
                "packferry artifact fetch diff-202611210130 /mnt/usb --server http://mirror:8470",
                "From the mirror to a disk:"
            )
        ],
        arguments: [ArtifactCommands.id, folder]
    ) { invocation in
        let id = invocation.values[ArtifactCommands.id]
        guard let url = invocation.values[GlobalOptions.server] else {
            throw CommandError(
                .usage,
                "server-needed",
                "Name the server by --server; 'packferry artifact show \(id)' says where the file lies here."
            )
        }
        let target = try ArchivePath(invocation.values[folder] ?? ".").absolute
        let artifact = try await invocation.backend().artifact(id)
        let directory = try Directory(opening: target)
        let path = target.appending(try RelativePath(ArtifactName.file(of: artifact.id))).string
        try await invocation.progress.watching { reporter in
            try await ArtifactDownload(
                transport: HTTPTransport(url),
                artifact: artifact,
                folder: directory,
                pool: BlockingPool(threads: 1, name: "check"),
                reporter: reporter
            ).run()
        }
        let answer = FetchedArtifact(path: path, size: artifact.size, sha512: artifact.sha512)
        return Answer(answer, [.table(answer.table)])
    }
}

/// An archive that was fetched.
private struct FetchedArtifact: Encodable, Sendable {
    let path: String
    let size: Int64
    let sha512: String

    var table: Table { Table(details: [("path", path), ("size", ArtifactCommands.size(size)), ("sha512", sha512)]) }
}
