import CShims
import Glibc

/// An IPv4 or IPv6 address and a TCP port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    private let family: UInt16
    /// The port; 0 lets the system choose.
    package let port: UInt16
    private let scope: UInt32
    private let bytes: [UInt8]

    /// Reads an address without brackets; `nil` for anything else, names included.
    package init?(ip: String, port: UInt16) {
        var raw = pf_address()
        guard pf_parse_address(ip, &raw) == 1 else { return nil }
        raw.port = port
        self.init(raw)
    }

    init(_ raw: pf_address) {
        family = raw.family
        port = raw.port
        scope = raw.scope
        bytes = withUnsafeBytes(of: raw.bytes) { Array($0.prefix(raw.family == AF_INET6 ? 16 : 4)) }
    }

    /// The loopback address that tests and local services use.
    package static func loopback(port: UInt16) -> SocketAddress {
        var raw = pf_address()
        (raw.family, raw.port) = (UInt16(AF_INET), port)
        (raw.bytes.0, raw.bytes.3) = (127, 1)
        return SocketAddress(raw)
    }

    /// The addresses that `host` stands for: itself when it is an address, else what the system's resolver says.
    ///
    /// Blocks while it asks. IPv6 may stand in brackets. A name that nobody knows is `EADDRNOTAVAIL`.
    package static func resolve(host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        if let literal = SocketAddress(ip: bare, port: port) { return [literal] }
        var found = [pf_address](repeating: pf_address(), count: 16)
        let count = found.withUnsafeMutableBufferPointer { pf_resolve(bare, $0.baseAddress, Int32($0.count)) }
        guard count > 0 else {
            throw SystemError(operation: "resolve", path: host, errno: Errno(rawValue: EADDRNOTAVAIL))
        }
        return found.prefix(Int(count)).map { each in
            var address = each
            address.port = port
            return SocketAddress(address)
        }
    }

    /// The same address with another port.
    package func withPort(_ port: UInt16) -> SocketAddress {
        var raw = self.raw
        raw.port = port
        return SocketAddress(raw)
    }

    /// The address alone, IPv6 without brackets.
    package var ip: String {
        var raw = self.raw
        var text = [CChar](repeating: 0, count: 64)
        guard pf_print_address(&raw, &text, UInt32(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool {
        if bytes.count == 4 { return bytes[0] == 127 }
        return bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    }

    /// `127.0.0.1:80` or `[::1]:80`.
    package var description: String { bytes.count == 4 ? "\(ip):\(port)" : "[\(ip)]:\(port)" }

    var raw: pf_address {
        var raw = pf_address()
        (raw.family, raw.port, raw.scope) = (family, port, scope)
        withUnsafeMutableBytes(of: &raw.bytes) { $0.copyBytes(from: bytes) }
        return raw
    }
}
