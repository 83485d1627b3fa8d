import Trees

/// What is known of the bytes of a tarball: from the index, or because they were read now.
struct FileReading {
    /// Nanoseconds since 1970, before the first byte was read.
    let at: Int64
    let digests: TarballDigests
    /// What was seen in them, and when; `nil` where nobody looked.
    let scan: FileScan?
    /// The same, read.
    let content: TarballContent?

    /// Takes what the index knows.
    init(_ file: IndexedFile) {
        at = file.hashedAt
        digests = TarballDigests(sha512: file.sha512, sha1: file.sha1)
        scan = file.scan
        content = file.content
    }

    /// Notes what was read; `before` is what the index knew of a file that nothing wrote to since, `known` what it knew of
    /// one of that name, which may be another.
    init(
        at: Int64,
        _ digests: TarballDigests,
        _ content: TarballContent?,
        after before: IndexedFile?,
        knowing known: IndexedFile?
    ) {
        self.at = at
        self.digests = digests
        let isAltered = before.map { $0.sha512 != digests.sha512 || $0.content == .altered } ?? false
        if content == nil, !isAltered {
            // The same bytes hold what was seen in them, whoever wrote them again; but then they are what was written.
            let same = known.flatMap { $0.sha512 == digests.sha512 && $0.content != .altered ? $0 : nil }
            (scan, self.content) = (same?.scan, same?.content)
            return
        }
        let seen = content.map { $0.isBroken || !isAltered ? $0 : .altered } ?? .altered
        (scan, self.content) = (FileScan(at: at, content: seen.text), seen)
    }
}

extension IndexedFile {
    /// Whether it is a file that was not touched since it was read.
    func isOf(_ identity: FileIdentity) -> Bool { self.identity == identity && identity.isSettled(at: hashedAt) }
}
