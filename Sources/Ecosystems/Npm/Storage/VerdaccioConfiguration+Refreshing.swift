/// What a refresh through that Verdaccio has to know, and what works against it.
extension VerdaccioConfiguration {
    /// Longer than that, and a refresh takes for new what was seen before lunch.
    private static let usefulAge = Duration.seconds(600)
    private static let usefulPause = Duration.seconds(300)
    /// Names that nobody has, so that what decides of them decides of any package.
    private static let anybody = ["packferry-probe", "@packferry-probe/any"]

    /// The uplinks that it asks of a package, as far as they are configured.
    package func uplinks(of name: PackageName) -> [VerdaccioUplink] {
        let proxies = rule(for: name)?.proxies ?? []
        return uplinks.filter { proxies.contains($0.name) }
    }

    /// How long it takes what was said of a package for fresh: as long as the most patient of its uplinks.
    package func maxAge(of name: PackageName) -> Duration { uplinks(of: name).map(\.maxAge).max() ?? Self.usualAge }

    /// How long it asks for nothing after failures in a row, at most.
    package var longestPause: Duration { uplinks.map(\.failTimeout).max() ?? Self.usualPause }

    /// What it does without being told otherwise.
    package static let usualAge = VerdaccioUplink("").maxAge
    /// The same.
    package static let usualPause = VerdaccioUplink("").failTimeout

    /// Settings that keep a refresh from bringing what is new, each as a sentence with what to write instead.
    package var advice: [String] { uplinks.flatMap(Self.advice(of:)) + unreached + strangers }

    private static func advice(of uplink: VerdaccioUplink) -> [String] {
        let path = "uplinks.\(uplink.name)"
        var sentences: [String] = []
        if !uplink.keepsTarballs {
            sentences.append("\(path) says cache: false, so that no tarball reaches the storage: remove that line.")
        }
        if uplink.maxAge > usefulAge {
            let (age, usual) = (uplink.maxAge.words, usualAge.words)
            sentences.append(
                "\(path).maxage is \(age): what was asked for within that time is not asked for again, so that a refresh may miss what is new. Leave it out, or write maxage: \(usual)."
            )
        }
        if uplink.maxFails < 2 || uplink.failTimeout > usefulPause {
            sentences.append(
                "\(path) goes offline for \(uplink.failTimeout.words) after \(uplink.maxFails) failures in a row (max_fails, fail_timeout), and a refresh waits as long: write max_fails: 40 and fail_timeout: 1m."
            )
        }
        return sentences
    }

    /// Packages that no uplink is asked for.
    private var unreached: [String] {
        let rules = Self.anybody.compactMap { try? PackageName($0) }.map { rule(for: $0) }
        let patterns = rules.filter { $0?.proxies.isEmpty ?? true }.map { $0?.pattern.string ?? "**" }
        return Set(patterns).sorted().map { pattern in
            let uplink = uplinks.first?.name ?? "npmjs"
            return
                "packages.'\(pattern)' names no proxy, so that nothing it stands for is ever asked for upstream: write proxy: \(uplink) there."
        }
    }

    /// Proxies that no uplink has the name of.
    private var strangers: [String] {
        let known = Set(uplinks.map(\.name))
        return rules.flatMap { rule in
            rule.proxies.filter { !known.contains($0) }.map { proxy in
                "packages.'\(rule.pattern.string)'.proxy names \(proxy), and uplinks has no such entry: correct one of the two."
            }
        }
    }
}

extension Duration {
    /// As Verdaccio's configuration has it, in the largest unit that fits: `2m`, `1h`, `36h`, `90s`.
    fileprivate var words: String {
        let seconds = components.seconds
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds >= length {
            if seconds.isMultiple(of: length) { return "\(seconds / length)\(unit)" }
        }
        return "\(seconds)s"
    }
}
