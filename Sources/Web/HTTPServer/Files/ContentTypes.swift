import HTTPMessages

/// The media types of the files that a folder of assets may hold, by their extension.
enum ContentTypes {
    /// The type for a file name; what is not known is bytes that no browser will interpret.
    static func type(of name: Substring) -> MediaType {
        guard let dot = name.lastIndex(of: ".") else { return .octetStream }
        return known[name[name.index(after: dot)...].lowercased()] ?? .octetStream
    }

    private static let known: [String: MediaType] = [
        "css": MediaType("text/css; charset=utf-8"),
        "gz": MediaType("application/gzip"),
        "html": .html,
        "ico": MediaType("image/x-icon"),
        "jpg": MediaType("image/jpeg"),
        "js": MediaType("text/javascript; charset=utf-8"),
        "json": .json,
        "map": .json,
        "md": MediaType("text/markdown; charset=utf-8"),
        "mjs": MediaType("text/javascript; charset=utf-8"),
        "png": MediaType("image/png"),
        "svg": MediaType("image/svg+xml"),
        "tgz": MediaType("application/gzip"),
        "txt": .plainText,
        "webmanifest": MediaType("application/manifest+json"),
        "webp": MediaType("image/webp"),
        "woff2": MediaType("font/woff2"),
        "zst": MediaType("application/zstd"),
    ]
}
