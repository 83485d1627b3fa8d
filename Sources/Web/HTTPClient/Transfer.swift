import CCurl
import CShims
import HTTPMessages
import Posix

/// One request on its way. After `begin` only the loop's thread touches it, which makes it safe to share.
final class Transfer: @unchecked Sendable {
    let easy: UnsafeMutableRawPointer
    var isCancelled = false
    private let request: ClientRequest
    private let take: @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    private var list: UnsafeMutablePointer<curl_slist>?
    private var upload: UploadSource
    private var status = 0
    private var fields = HTTPFields()
    private var failure: (any Error)?
    private var continuation: CheckedContinuation<ClientResponseHead, any Error>?

    init(
        _ request: ClientRequest,
        take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    ) throws {
        guard request.url.hasPrefix("http://") || request.url.hasPrefix("https://") else {
            throw HTTPClientError(.badAddress, url: request.url, cause: "is no http or https address")
        }
        guard let easy = curl_easy_init() else { preconditionFailure("libcurl gives no more handles") }
        self.easy = easy
        self.request = request
        self.take = take
        upload = try UploadSource(request.body)
        configure()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(list)
    }

    func begin(_ continuation: CheckedContinuation<ClientResponseHead, any Error>) { self.continuation = continuation }

    func finish(_ result: CURLcode) {
        let continuation = continuation
        self.continuation = nil
        if isCancelled { return continuation?.resume(throwing: CancellationError()) ?? () }
        if let failure { return continuation?.resume(throwing: failure) ?? () }
        guard result == CURLE_OK else { return continuation?.resume(throwing: describe(result)) ?? () }
        continuation?.resume(returning: head)
    }

    private var head: ClientResponseHead { ClientResponseHead(status: HTTPStatus(status), fields: fields) }

    private func configure() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = request.url.withCString { pf_curl_set_string(easy, CURLOPT_URL, $0) }
        _ = "http,https".withCString { pf_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, $0) }
        pf_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        pf_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        pf_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(request.connectTimeout.milliseconds))
        pf_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
        pf_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, Int(max(1, request.idleTimeout.milliseconds / 1000)))
        pf_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        pf_curl_set_callback(easy, CURLOPT_WRITEFUNCTION, Self.receiveBody)
        pf_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        pf_curl_set_callback(easy, CURLOPT_HEADERFUNCTION, Self.receiveHeader)
        configureMethod(context)
        configureFields()
    }

    private func configureMethod(_ context: UnsafeMutableRawPointer) {
        if request.method == .HEAD { pf_curl_set_long(easy, CURLOPT_NOBODY, 1) }
        if let size = upload.size {
            pf_curl_set_long(easy, CURLOPT_UPLOAD, 1)
            pf_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(size))
            pf_curl_set_pointer(easy, CURLOPT_READDATA, context)
            pf_curl_set_callback(easy, CURLOPT_READFUNCTION, Self.sendBody)
        }
        _ = request.method.name.withCString { pf_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, $0) }
    }

    private func configureFields() {
        // The second line keeps curl from waiting for 100-continue, which our own server sends at once anyway.
        let lines = request.fields.map { "\($0.name): \($0.value)" } + ["Expect:"]
        for line in lines { list = curl_slist_append(list, line) }
        pf_curl_set_list(easy, CURLOPT_HTTPHEADER, list)
    }

    private func describe(_ code: CURLcode) -> HTTPClientError {
        let text = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return HTTPClientError(.unreachable, url: request.url, cause: "nobody answers there: \(text)")
        case CURLE_OPERATION_TIMEDOUT:
            return HTTPClientError(.timeout, url: request.url, cause: "no answer came in time")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            return HTTPClientError(.tls, url: request.url, cause: "the connection cannot be trusted: \(text)")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return HTTPClientError(.badAddress, url: request.url, cause: "is no usable address: \(text)")
        default:
            return HTTPClientError(.interrupted, url: request.url, cause: "the answer broke off: \(text)")
        }
    }

    private func takeHeader(_ line: String) {
        if line.hasPrefix("HTTP/") {
            status = Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
            fields = HTTPFields()
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            guard let name = HTTPFieldName(validating: String(line[..<colon])) else { return }
            fields.append(name, String(value.prefix { $0 != "\r" && $0 != "\r\n" && $0 != "\n" }))
        }
    }

    private func takeBody(_ bytes: [UInt8]) -> Bool {
        do {
            try take(head, bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }

    private static let receiveHeader: pf_curl_callback = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
        Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().takeHeader(line)
        return size * count
    }

    private static let receiveBody: pf_curl_callback = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let piece = Array(UnsafeRawBufferPointer(start: bytes, count: size * count))
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.takeBody(piece) ? size * count : 0
    }

    private static let sendBody: pf_curl_callback = { bytes, size, count, context in
        guard let bytes, let context else { return Int(CURL_READFUNC_ABORT) }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        do {
            return try transfer.upload.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        } catch {
            transfer.failure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
