import JSON

/// The pass over one `dist` object.
struct DistributionScan {
    /// What it gives; `nil` where `problem` says why.
    private(set) var distribution: Distribution?
    private(set) var problem: VersionProblem?

    private var span: Range<Int>
    private var tarball: Range<Int>?
    private var address: String?
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
        judge()
    }

    private mutating func member(_ key: JSONKey, _ scanner: inout JSONScanner) throws(JSONError) {
        switch key {
        case "tarball":
            let start = scanner.position
            address = try scanner.optionalString()
            tarball = start..<scanner.position
        case "integrity": integrity = try scanner.optionalRawString()
        case "shasum": shasum = try scanner.optionalRawString()
        default: _ = try scanner.skipValue()
        }
    }

    private mutating func judge() {
        guard let tarball, let address, let file = TarballFileName(address: address) else {
            problem = .noTarball
            return
        }
        distribution = Distribution(span: span, tarball: tarball, file: file, integrity: integrity, shasum: shasum)
    }
}
