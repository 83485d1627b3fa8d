package import HTTPMessages
package import Posix

/// Serves the files beneath one folder: through no link, no hidden name, and without lists of what is there.
package struct StaticFiles: Sendable {
    private let root: Directory
    private let fields: HTTPFields

    /// Serves what lies beneath `root`.
    ///
    /// By default a browser asks each time whether its copy is still good.
    package init(_ root: Directory, fields: HTTPFields = [.cacheControl: "no-cache"]) {
        self.root = root
        self.fields = fields
    }

    /// Answers a request with the file at `path`, decoded and without a leading slash; throws 404.
    ///
    /// `lane` is where the folder's file system is asked.
    package func respond(
        to request: HTTPRequest,
        path: String,
        on lane: DiskLane? = nil
    ) throws -> HTTPResponse {
        guard let relative = try? RelativePath(path), !isHidden(relative) else { throw missing(request) }
        let file = OpenFile(try open(relative, request))
        let info = try file.descriptor.info()
        guard info.kind == .regular else { throw missing(request) }
        let responder = FileResponder(
            file,
            size: info.size,
            type: ContentTypes.type(of: relative.lastComponent[...]),
            etag: etag(info),
            lastModified: HTTPDate(nanoseconds: info.modified),
            fields: fields,
            on: lane
        )
        return try responder.respond(to: request)
    }

    private func isHidden(_ path: RelativePath) -> Bool {
        path.components.contains { $0.utf8.first == UInt8(ascii: ".") }
    }

    /// A file that is replaced gets another inode, one that is rewritten another time of change.
    private func etag(_ info: FileInfo) -> EntityTag {
        let parts = [
            UInt64(bitPattern: info.modified), UInt64(bitPattern: info.changed), UInt64(info.size), info.inode,
        ]
        return EntityTag(parts.map { String($0, radix: 36) }.joined(separator: "-"))
    }

    private func open(_ path: RelativePath, _ request: HTTPRequest) throws -> Descriptor {
        do {
            return try root.open(path)
        } catch  where [.noEntry, .notDirectory, .tooManyLinks, .crossDevice, .accessDenied].contains(error.errno) {
            throw missing(request)
        }
    }

    private func missing(_ request: HTTPRequest) -> HTTPServerError {
        HTTPServerError(.notFound, "there is nothing at \(request.target.rawPath)")
    }
}
