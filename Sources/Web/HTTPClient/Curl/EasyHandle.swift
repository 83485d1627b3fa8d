import CCurl
import CShims
import HTTPMessages
import Time

/// The libcurl handle of one transfer.
///
/// Used by the loop's thread alone.
final class EasyHandle {
    let curl: UnsafeMutableRawPointer
    let transfer: Transfer
    private let settings: ClientSettings
    let meter: Meter
    private var list: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    var head = ReceivedHead()
    var upload: UploadSource
    /// Bytes of the body that have come, as sent.
    var received: Int64 = 0
    /// Why a callback gave up.
    var failure: (any Error)?

    init(_ transfer: Transfer, _ settings: ClientSettings, _ meter: Meter) throws {
        try Self.requireAddress(transfer.request.url)
        self.settings = settings
        self.meter = meter
        upload = try UploadSource(transfer.request.body)
        guard let curl = curl_easy_init() else { preconditionFailure("libcurl gives no more handles") }
        self.curl = curl
        self.transfer = transfer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.pointee = 0
        setAddress()
        setMethod()
        setFields()
        setTimeouts()
        setTrust()
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_slist_free_all(list)
        errorText.deallocate()
    }

    /// What the end of the transfer means.
    func result(_ code: CURLcode) -> Result<ClientResponseHead, any Error> {
        if let failure { return .failure(failure) }
        guard code == CURLE_OK else {
            let own = String(cString: errorText)
            let text = own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
            return .failure(HTTPClientError(code, transfer.request.url, text))
        }
        guard head.isComplete else {
            return .failure(HTTPClientError(.interrupted, url: transfer.request.url, cause: "the answer broke off"))
        }
        return .success(head.value)
    }

    private var request: ClientRequest { transfer.request }

    private static func requireAddress(_ url: String) throws(HTTPClientError) {
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw HTTPClientError(.badAddress, url: url, cause: "is no http or https address") }
        guard WebAddress(url) == nil else { return }
        let shown = SecretlessAddress.text(of: url)
        let cause = shown == url ? "is no usable address" : "holds a user or a password, which belong into a setting"
        throw HTTPClientError(.badAddress, url: shown, cause: cause)
    }

    private func setAddress() {
        pf_curl_set_string(curl, CURLOPT_URL, request.url)
        pf_curl_set_string(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        pf_curl_set_long(curl, CURLOPT_FOLLOWLOCATION, 0)
        // What looks like a parent folder is for the server to judge.
        pf_curl_set_long(curl, CURLOPT_PATH_AS_IS, 1)
        pf_curl_set_long(curl, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        if request.takesGzip { pf_curl_set_string(curl, CURLOPT_ACCEPT_ENCODING, "gzip") }
        setProxy()
    }

    private func setProxy() {
        if LocalHost.isNamed(in: request.url) { return _ = pf_curl_set_string(curl, CURLOPT_PROXY, "") }
        switch settings.proxy {
        case .environment: break
        case .none: pf_curl_set_string(curl, CURLOPT_PROXY, "")
        case .address(let address): pf_curl_set_string(curl, CURLOPT_PROXY, address)
        }
    }

    private func setTrust() {
        if let file = request.certificates { pf_curl_set_string(curl, CURLOPT_CAINFO, file) }
    }

    private func setMethod() {
        if request.method == .HEAD {
            pf_curl_set_long(curl, CURLOPT_NOBODY, 1)
        } else {
            pf_curl_set_string(curl, CURLOPT_CUSTOMREQUEST, request.method.name)
        }
        if let size = upload.size {
            pf_curl_set_long(curl, CURLOPT_UPLOAD, 1)
            pf_curl_set_size(curl, CURLOPT_INFILESIZE_LARGE, size)
        }
    }

    private func setFields() {
        var lines: [UInt8] = []
        var fields = request.fields
        if let credentials = request.credentials { fields[.authorization] = credentials.fieldValue }
        if let agent = settings.userAgent { fields.fill(from: [.userAgent: agent]) }
        fields.serialize(into: &lines)
        for line in lines.split(separator: 0x0A) {
            let text = String(decoding: line.dropLast(), as: UTF8.self)
            // libcurl takes a name with a bare colon as an order to leave the field out.
            list = curl_slist_append(list, text.hasSuffix(": ") ? text.dropLast(2) + ";" : text)
        }
        // A POST without a body says so (RFC 9110 §8.6).
        if upload.size == nil, request.method == .POST { list = curl_slist_append(list, "Content-Length: 0") }
        pf_curl_set_list(curl, CURLOPT_HTTPHEADER, list)
    }

    private func setTimeouts() {
        pf_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, Int(request.connectTimeout.milliseconds))
        // A transfer that we hold back ourselves is not slow.
        pf_curl_set_long(curl, CURLOPT_LOW_SPEED_LIMIT, meter.isLimiting ? 1 : request.slowest)
        pf_curl_set_long(curl, CURLOPT_LOW_SPEED_TIME, Int(max(1, (request.idleTimeout.milliseconds + 999) / 1000)))
        // Timeouts by signals would hit any thread (libcurl-thread(3)).
        pf_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        pf_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorText)
    }
}

/// An address as messages may show it: without user and password.
enum SecretlessAddress {
    static func text(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let end = url[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        guard let at = url[scheme.upperBound..<end].lastIndex(of: "@") else { return url }
        return String(url[..<scheme.upperBound] + url[url.index(after: at)...])
    }
}

/// Whether an address leads to this machine itself, where no proxy is ever wanted.
enum LocalHost {
    static func isNamed(in url: String) -> Bool {
        guard let scheme = url.firstRange(of: "://") else { return false }
        let text = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let authority = Authority(parsing: String(text)) else { return false }
        if authority.host == "localhost" || authority.host == "[::1]" { return true }
        return authority.isAddress && authority.host.hasPrefix("127.")
    }
}
