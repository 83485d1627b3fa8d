import Crypto
import JSON

/// `dist` of a version: where its tarball is and what it must hash to.
package struct Distribution: Sendable {
    /// The bytes of the whole `dist` object.
    package let span: Range<Int>
    /// The bytes of the tarball's address, quotes included.
    package let tarball: Range<Int>
    /// The name of the file in its folder: the last component of the address.
    package let file: TarballFileName
    /// Whether the address is one that every client can take apart.
    let isWhole: Bool
    /// The text of `integrity`, between its quotes.
    let integrity: Range<Int>?
    /// The text of `shasum`, between its quotes.
    let shasum: Range<Int>?
}

extension Distribution {
    /// The digests that the tarball may have, decoded from the document; `nil` if nothing is said that can be checked.
    func integrity(in bytes: [UInt8]) -> Integrity? {
        Integrity(integrity: integrity.map(bytes.text) ?? [], shasum: shasum.map(bytes.text) ?? [])
    }

    /// Whether `integrity` is this SHA-512 and nothing else, as the registry writes it: nothing need be decoded then.
    func names(_ digest: SHA512Digest, in bytes: [UInt8]) -> Bool {
        guard let text = integrity.map({ bytes[$0] }), text.starts(with: "sha512-".utf8) else { return false }
        let (stated, base64) = (text.dropFirst(7), digest.base64)
        return stated.span.isSame(as: base64.utf8.span)
    }
}

extension Packument {
    /// The digests that a version's tarball may have; `nil` if nothing is said that can be checked.
    ///
    /// Decoded when asked for: most versions of most packuments have no tarball here.
    package func integrity(of dist: Distribution) -> Integrity? { dist.integrity(in: bytes) }
}

/// The pass over one `dist` object.
struct DistributionScan {
    /// What it gives; `nil` where `problem` says why.
    private(set) var distribution: Distribution?
    private(set) var problem: VersionProblem?

    private var span: Range<Int>
    private var tarball: Range<Int>?
    private var integrity: Range<Int>?
    private var shasum: Range<Int>?

    init(_ scanner: inout JSONScanner) throws(JSONError) {
        span = scanner.position..<scanner.position
        guard try scanner.peek() == .object else {
            _ = try scanner.skipValue()
            problem = .noDist
            return
        }
        try scanner.beginObject()
        while let key = try scanner.nextKey() { try member(key, &scanner) }
        span = span.lowerBound..<scanner.position
        judge(scanner.bytes)
    }

    private mutating func member(_ key: JSONKey, _ scanner: inout JSONScanner) throws(JSONError) {
        switch key {
        case "tarball": tarball = try scanner.optionalRawString()
        case "integrity": integrity = try scanner.optionalRawString()
        case "shasum": shasum = try scanner.optionalRawString()
        default: _ = try scanner.skipValue()
        }
    }

    private mutating func judge(_ bytes: [UInt8]) {
        guard let tarball, let file = TarballFileName(address: bytes.text(tarball)) else {
            problem = .noTarball
            return
        }
        distribution = Distribution(
            span: span,
            tarball: (tarball.lowerBound - 1)..<(tarball.upperBound + 1),
            file: file,
            isWhole: TarballAddress.isWhole(bytes.text(tarball)),
            integrity: integrity,
            shasum: shasum
        )
    }
}
