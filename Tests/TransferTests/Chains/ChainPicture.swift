import Crypto

@testable import Transfer

/// What there is to see of a site, as text by what it is about: two that agree are equal.
struct ChainPicture: Equatable {
    private var facts: [String: String] = [:]

    init() {}

    subscript(_ subject: String) -> String? {
        get { facts[subject] }
        set { facts[subject] = newValue }
    }

    /// The files that an index lists.
    var lines: [ModelFile] {
        facts.keys.compactMap { subject in
            let words = subject.split(separator: " ").map(String.init)
            return words.first == "line" ? ModelFile(package: words[1], version: words[2]) : nil
        }
    }

    /// What lies in a tree.
    mutating func add(_ live: TextLive) {
        for file in live.files.values { self["file \(file.path)"] = file.sha512.short }
        for (package, bytes) in live.documents {
            self["index \(package)"] = ""
            for (version, digest) in TextTree.lines(bytes) { self["line \(package) \(version)"] = digest.short }
        }
    }

    /// What differs, one line each.
    func differences(from foretold: ChainPicture) -> [String] {
        Set(facts.keys).union(foretold.facts.keys).sorted().compactMap { subject in
            guard self[subject] != foretold[subject] else { return nil }
            return "\(subject): is \(self[subject] ?? "absent"), should be \(foretold[subject] ?? "absent")"
        }
    }
}

extension ChainPicture {
    /// What a model foretells.
    init(of site: ModelSite) {
        self.init()
        for (file, content) in site.tree.files { self["file \(file.path)"] = SHA512Digest(of: content).short }
        for (package, lines) in site.tree.indexes {
            self["index \(package)"] = ""
            for (version, content) in lines { self["line \(package) \(version)"] = SHA512Digest(of: content).short }
        }
        add(site.records)
        guard let last = site.receipts.last else { return }
        self["said"] = "missing \(last.missing.sorted()), conflicts \(last.conflicts.sorted())"
    }

    private mutating func add(_ records: ModelRecords) {
        for (file, owned) in records.files {
            let digest = SHA512Digest(of: owned.content).short
            self["owned \(file.path)"] = "\(digest) of \(owned.sequence)\(owned.isPrior ? ", prior" : "")"
        }
        for (package, document) in records.documents {
            let digest = SHA512.hash(TextTree.document(document.lines.mapValues { SHA512Digest(of: $0) })).short
            self["merged \(ModelTarget.path(of: package))"] = "\(digest) of \(document.sequence)"
        }
        for (file, content) in records.conflicts { self["conflict \(file.path)"] = SHA512Digest(of: content).short }
        self["target"] = records.target.map { "\($0.number)" }
    }
}

extension SHA512Digest {
    /// Enough of it to tell the contents of a test apart.
    var short: String { String(hex.prefix(8)) }
}
