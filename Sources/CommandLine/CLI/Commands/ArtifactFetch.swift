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
        arguments: [ArtifactCommands.id, folder],
        changes: .something
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
        let isDryRun = invocation.isDryRun
        let bytes = try await invocation.progress.watching { reporter in
            let download = ArtifactDownload(
                transport: try HTTPTransport(url),
                artifact: artifact,
                folder: directory,
                pool: BlockingPool(threads: 1, name: "check"),
                reporter: reporter
            )
            return isDryRun ? try await download.prepare() : try await download.run()
        }
        let fetched = FetchedArtifact(path: path, size: artifact.size, sha512: artifact.sha512, fetched: bytes)
        let verb = isDryRun ? "would fetch" : "fetched"
        return Answer(
            Tried(fetched, isDryRun: isDryRun),
            [.table(Table(details: fetched.details + [(verb, Quantity.bytes(bytes))]))]
        )
    }
}

/// An archive that was fetched.
private struct FetchedArtifact: Encodable, Sendable {
    let path: String
    let size: Int64
    let sha512: String
    /// How many bytes of it were, or would be, fetched; the others were here.
    let fetched: Int64

    var details: [(name: String, value: String?)] {
        [("path", path), ("size", ArtifactCommands.size(size)), ("sha512", sha512)]
    }
}
