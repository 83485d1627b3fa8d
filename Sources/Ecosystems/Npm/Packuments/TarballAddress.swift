/// The addresses that `dist.tarball` may hold.
///
/// A registry gives clients its own in their place, and takes only the file name from what stands there. But an address
/// that is not whole ends the process of a Verdaccio 6 that takes it apart.
enum TarballAddress {
    /// Whether an address has a scheme that packages are fetched by and a plain host.
    ///
    /// Names and passwords before the host are no part of what is carried, so an address with them is none either.
    static func isWhole(_ address: ArraySlice<UInt8>) -> Bool {
        guard let rest = withoutScheme(address) else { return false }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        guard authority.count < rest.count, rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return false }
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        let port = authority.dropFirst(host.count + 1)
        guard !host.isEmpty, host.allSatisfy(isHostByte) else { return false }
        return port.isEmpty || UInt16(String(decoding: port, as: UTF8.self)) != nil
    }

    private static func withoutScheme(_ address: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in ["https://", "http://"] where address.starts(with: scheme.utf8) {
            return address.dropFirst(scheme.utf8.count)
        }
        return nil
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Distribution {
    /// A whole address of the same file, as text in quotes: at a host that can never be (RFC 6761 §6.4), since nobody
    /// knows any more where the package came from.
    func wholeAddress(of name: PackageName) -> [UInt8] {
        var address: [UInt8] = [UInt8(ascii: "\"")]
        TarballURLs.appendAddress(of: file, in: name, base: "https://registry.invalid", to: &address)
        address.append(UInt8(ascii: "\""))
        return address
    }
}
