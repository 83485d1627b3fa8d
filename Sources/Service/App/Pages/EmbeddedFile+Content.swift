import Archives
import HTTPMessages
import HTTPServer

extension EmbeddedFiles.File {
    /// Compresses the bytes, once and not while somebody waits, and makes the tag from them.
    init(compressing bytes: [UInt8]) {
        self.init(bytes, gzipped: try? Gzip.compress(bytes), etag: EntityTag(of: bytes))
    }
}
