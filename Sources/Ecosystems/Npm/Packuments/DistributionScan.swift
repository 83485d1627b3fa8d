import JSON

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
            integrity: integrity,
            shasum: shasum
        )
    }
}
