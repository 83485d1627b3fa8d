import Trees

/// What is known of the bytes of a tarball: from the index, or because they were read now.
struct FileReading {
    /// Nanoseconds since 1970, before the first byte was read.
    let at: Int64
    let digests: TarballDigests
    let scan: FileScan?

    /// Takes what the index knows.
    init(_ file: IndexedFile) {
        at = file.hashedAt
        digests = TarballDigests(sha512: file.sha512, sha1: file.sha1)
        scan = file.scan
    }

    /// Notes what was read; `before` is what the index knew of a file that nothing wrote to since.
    init(at: Int64, _ digests: TarballDigests, _ content: TarballContent?, after before: IndexedFile?) {
        self.at = at
        self.digests = digests
        let isAltered = before.map { $0.sha512 != digests.sha512 || $0.content == .altered } ?? false
        switch content {
        case .broken: scan = content.map { FileScan(at: at, content: $0.text) }
        case .package where !isAltered: scan = content.map { FileScan(at: at, content: $0.text) }
        case nil where !isAltered: scan = before?.scan
        case nil, .altered, .package: scan = FileScan(at: at, content: TarballContent.altered.text)
        }
    }
}

extension IndexedFile {
    /// Whether it is a file that was not touched since it was read.
    func isOf(_ identity: FileIdentity) -> Bool { self.identity == identity && identity.isSettled(at: hashedAt) }
}
