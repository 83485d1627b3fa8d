import CCurl

/// An http or https address, as libcurl reads it.
struct WebAddress {
    /// Percent-encoded.
    let text: String
    /// Scheme, host and port: who is asked.
    let origin: String
    let isProtected: Bool

    /// Reads an absolute address; `nil` for what is none, or names a user.
    init?(_ text: String) { self.init(text, relativeTo: nil) }

    /// Where a reference leads from here (RFC 3986 §5).
    func resolving(_ reference: String) -> WebAddress? { WebAddress(reference, relativeTo: text) }

    private init?(_ text: String, relativeTo base: String?) {
        guard let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_DISALLOW_USER | CURLU_PATH_AS_IS)
        if let base { guard curl_url_set(handle, CURLUPART_URL, base, flags) == CURLUE_OK else { return nil } }
        let extra = base == nil ? 0 : UInt32(CURLU_URLENCODE)
        guard curl_url_set(handle, CURLUPART_URL, text, flags | extra) == CURLUE_OK else { return nil }
        guard let scheme = Self.part(CURLUPART_SCHEME, of: handle)?.lowercased(), ["http", "https"].contains(scheme),
            let host = Self.part(CURLUPART_HOST, of: handle)?.lowercased(), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: handle), let whole = Self.part(CURLUPART_URL, of: handle)
        else { return nil }
        self.text = base == nil ? text : whole
        origin = "\(scheme)://\(host):\(port)"
        isProtected = scheme == "https"
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let flags = part == CURLUPART_PORT ? UInt32(CURLU_DEFAULT_PORT) : 0
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
