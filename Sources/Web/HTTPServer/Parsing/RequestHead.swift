package import HTTPMessages

/// How the end of a request's body is known (RFC 9112 §6.3).
package enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int64)
    case chunked
}

/// Everything before the body of a request, checked.
package struct RequestHead: Equatable, Sendable {
    package let method: HTTPMethod
    package let target: RequestTarget
    package let isHTTP10: Bool
    package internal(set) var fields = HTTPFields()
    package internal(set) var framing = BodyFraming.none
    /// Host and port that the request was addressed to; `nil` only in HTTP/1.0.
    package internal(set) var authority: Authority?
    /// Whether the client wants to send another request on this connection.
    package internal(set) var keepsAlive = true
    /// Whether the client waits for 100 before it sends the body (RFC 9110 §10.1.1).
    package internal(set) var expectsContinue = false
}

/// The first line of a request (RFC 9112 §3): `method SP target SP version`, with exactly these spaces.
enum RequestLine {
    /// The longest line that can be legal, without its line feed.
    static func longest(_ limits: HTTPLimits) -> Int {
        limits.methodBytes + limits.targetBytes + " HTTP/1.1 \r".utf8.count
    }

    /// What to say of a line that is longer than that.
    static func tooLong(_ line: ArraySlice<UInt8>, _ limits: HTTPLimits) -> HTTPServerError {
        let method = line.prefix(limits.methodBytes + 1)
        guard method.contains(0x20) else { return HTTPServerError(.notImplemented, "the method is too long") }
        return HTTPServerError(.targetTooLong, "the request target is over \(limits.targetBytes) bytes")
    }

    static func parse(_ line: ArraySlice<UInt8>, _ limits: HTTPLimits) throws(HTTPServerError) -> RequestHead {
        guard line.count <= longest(limits) else { throw tooLong(line, limits) }
        guard line.last == 0x0D else { throw HTTPServerError(.malformedRequest, "a line does not end in CR LF") }
        let line = line.dropLast()
        guard let first = line.firstIndex(of: 0x20), let last = line.lastIndex(of: 0x20), first < last else {
            throw HTTPServerError(.malformedRequest, "the request line is not method, target and version")
        }
        let method = try self.method(line[..<first], limits)
        let minor = try minorVersion(line[(last + 1)...])
        let target = line[(first + 1)..<last]
        guard target.count <= limits.targetBytes else { throw tooLong(line, limits) }
        guard method != .CONNECT else { throw HTTPServerError(.notImplemented, "this server opens no tunnels") }
        return RequestHead(method: method, target: try self.target(target, for: method), isHTTP10: minor == 0)
    }

    private static func method(
        _ bytes: ArraySlice<UInt8>,
        _ limits: HTTPLimits
    ) throws(HTTPServerError) -> HTTPMethod {
        guard !bytes.isEmpty, bytes.allSatisfy(\.isTokenCharacter) else {
            throw HTTPServerError(.malformedRequest, "the method is not a token")
        }
        guard bytes.count <= limits.methodBytes else {
            throw HTTPServerError(.notImplemented, "the method is too long")
        }
        return HTTPMethod(String(decoding: bytes, as: UTF8.self))
    }

    /// 0 or 1; a higher minor version is served as 1.1 (RFC 9110 §2.5), another major one is refused.
    private static func minorVersion(_ bytes: ArraySlice<UInt8>) throws(HTTPServerError) -> Int {
        let name = bytes.prefix(5)
        let number = bytes.dropFirst(5)
        guard name.elementsEqual("HTTP/".utf8), number.count == 3, number[number.startIndex + 1] == UInt8(ascii: "."),
            let major = number.first, let minor = number.last, major.isDigit, minor.isDigit
        else {
            throw HTTPServerError(.malformedRequest, "the version is not HTTP/ and two digits")
        }
        guard major == UInt8(ascii: "1") else {
            throw HTTPServerError(.unsupportedVersion, "this server speaks HTTP/1.1")
        }
        return minor == UInt8(ascii: "0") ? 0 : 1
    }

    private static func target(
        _ bytes: ArraySlice<UInt8>,
        for method: HTTPMethod
    ) throws(HTTPServerError) -> RequestTarget {
        let target: RequestTarget
        do {
            target = try RequestTarget(parsing: bytes)
        } catch {
            throw HTTPServerError(.malformedRequest, error.description)
        }
        guard !target.isAsterisk || method == .OPTIONS else {
            throw HTTPServerError(.malformedRequest, "only OPTIONS may have the target *")
        }
        return target
    }
}
