import API
import App
import Arguments
import Crypto
import Posix
import Time
import Transfer

/// The commands `packferry keys`.
enum KeyCommands {
    static let group = Command<Action>(
        "keys",
        summary: "Look after the keys that sign archives and receipts, and those that are trusted.",
        subcommands: [generate, show, rotate, trust, list]
    )

    private static let comment = Option<String?>(
        "comment",
        .nonEmpty,
        valueName: "text",
        help: "What the key is called; else after this site."
    )
    private static let source = Option<String?>(
        "from",
        .file,
        valueName: "file",
        help: "Take this private key of OpenSSH, made by 'ssh-keygen -t ed25519 -N \"\"', instead of making one."
    )
    private static let isNext = Flag("next", help: "The one that will sign later: archives announce it until then.")

    private static let generate = Command<Action>(
        "generate",
        summary: "Make the key that signs the archives which are built here, and what this site says.",
        discussion: """
            It lies in the folder of the state, readable for its owner alone, and never leaves it. From then on every archive, receipt and inventory is signed. On the other side, `packferry keys trust` with what this prints has nothing taken that another key signed, or none.
            """,
        options: [comment, source, isNext],
        changes: .something
    ) { invocation in
        let values = invocation.values
        let path = try values[source].map { try AbsolutePath($0, relativeTo: invocation.surroundings.currentFolder) }
        let role: SigningKeyStore.Role = values[isNext] ? .next : .current
        let line = try await invocation.localBackend().makeSigningKey(
            role,
            from: path,
            comment: values[comment],
            isDryRun: values.isDryRun
        )
        return answer(
            line,
            isDryRun: values.isDryRun,
            try advice(on: line, role, invocation.configuration().values.site)
        )
    }

    /// What is to be done with a key that was made.
    private static func advice(
        on line: SSHPublicKeyLine,
        _ role: SigningKeyStore.Role,
        _ site: Configuration.Site
    ) -> String {
        let isFar = site.role == .offline
        let trust = "packferry keys trust '\(line.text)'" + (isFar ? " --site \(site.name.string)" : "")
        switch (role, isFar) {
        case (.current, false): return "on the other side: \(trust)"
        case (.current, true): return "where the archives are built: \(trust)"
        case (_, false):
            return "archives announce it from now on; once one was applied everywhere: packferry keys rotate"
        case (_, true): return "where the archives are built: \(trust); then here: packferry keys rotate"
        }
    }

    private static let rotate = Command<Action>(
        "rotate",
        summary: "Let the next key sign from now on.",
        discussion: """
            To be run once an archive that announces it was applied everywhere, or, at a site that signs receipts, once it is trusted where the archives are built: whoever did not learn of the key refuses what it signs. The key that signed before is kept aside.
            """,
        changes: .something
    ) { invocation in
        let line = try await invocation.localBackend().rotateSigningKey(isDryRun: invocation.isDryRun)
        return answer(line, isDryRun: invocation.isDryRun, "it signs from now on")
    }

    private static func answer(_ line: SSHPublicKeyLine, isDryRun: Bool, _ next: String) -> Answer {
        let key = PublicKey(line)
        guard isDryRun else { return Answer(Tried(key, isDryRun: false), [.table(details(key)), .line(next)]) }
        return Answer(
            Tried(key, isDryRun: true),
            [.line("nothing was changed; it would be such a key:"), .table(details(key))]
        )
    }

    private static let show = Command<Action>(
        "show",
        summary: "Show the public half of the key that signs here, in all forms in which it may be needed.",
        changes: .nothing
    ) { invocation in
        let keys: KeyList = try await invocation.backend().api.get(APIPath.keys())
        if let problem = keys.ownProblem { throw CommandError(.refused, "key-unusable", problem) }
        guard let own = keys.own else {
            throw CommandError(.inputMissing, "not-found", "No key signs here: make one by `packferry keys generate`.")
        }
        let next: [Block] = own.next.map { [.line("next:"), .table(details($0))] } ?? []
        return Answer(own, [.table(details(own.current))] + next)
    }

    private static func details(_ key: PublicKey) -> Table {
        Table(details: [
            ("fingerprint", key.fingerprint),
            ("key", key.key),
            ("minisign", key.minisign),
            ("allowed signers", key.allowedSigner),
        ])
    }

    private static let subject = Argument<String>(
        "key",
        .file,
        help:
            "A public key, 'ssh-ed25519 AAAA...', or the .pub file that it stands in; with --remove a fingerprint too."
    )
    private static let remove = Flag("remove", help: "Trust it no more.")
    private static let site = Option<String?>(
        "site",
        ValueType.nonEmpty.asked(.sites),
        valueName: "name",
        help: "Trust it with what this site says, its receipts and inventories, and not with archives."
    )

    private static let trust = Command<Action>(
        "trust",
        summary: "Have a repository take the archives that a key signed, or what a site says, and no others.",
        discussion: """
            Compare the fingerprint with what `packferry keys show` says where the key is, by another way than the one on which it came. Once a key is trusted, archives that are not signed, or by another key, are refused; that stays so when the last key is removed. With --site the same holds, where archives are built, for the receipts, codes and inventories of that site; a code is never signed.
            """,
        examples: [
            Example("packferry keys trust 'ssh-ed25519 AAAA...'", "Where archives are applied:"),
            Example("packferry keys trust 'ssh-ed25519 AAAA...' --site plant-7", "Where they are built:"),
        ],
        options: [remove, site],
        arguments: [subject],
        changes: .something
    ) { invocation in
        try await invocation.values[remove] ? retire(invocation) : trust(invocation)
    }

    private static func trust(_ invocation: Invocation) async throws -> Answer {
        let (backend, isDryRun) = (try await invocation.backend(), invocation.isDryRun)
        let line = try key(invocation)
        let body = KeyTrust(
            key: line.text,
            repository: backend.repositoryName,
            site: invocation.values[site],
            isDryRun: isDryRun
        )
        let known: API.TrustedKey = try await backend.writingAPI.post(APIPath.newKey, body)
        let verb = isDryRun ? "would trust" : "trusts"
        return Answer(Tried(known, isDryRun: isDryRun), [.line("\(known.repository) \(verb) \(name(known))")])
    }

    /// A key, and the site whose word it signs.
    private static func name(_ known: API.TrustedKey) -> String {
        known.fingerprint + (known.site.map { " for \($0)" } ?? "")
    }

    private static func retire(_ invocation: Invocation) async throws -> Answer {
        let backend = try await invocation.backend()
        let text = invocation.values[subject]
        let fingerprint = text.hasPrefix("SHA256:") ? text : try key(invocation).key.fingerprint
        func path(isDryRun: Bool) -> String {
            APIPath.key(
                fingerprint,
                KeyQuery(repository: backend.repositoryName, site: invocation.values[site], isDryRun: isDryRun)
            )
        }
        let known: API.TrustedKey = try await backend.writingAPI.tryDeleting(path(isDryRun: true))
        if !invocation.isDryRun { try await backend.writingAPI.delete(path(isDryRun: false)) }
        let verb = invocation.isDryRun ? "would trust" : "trusts"
        return Answer(
            Tried(known, isDryRun: invocation.isDryRun),
            [.line("\(known.repository) \(verb) \(name(known)) no more")]
        )
    }

    /// The key that was typed, or that stands in the file.
    private static func key(_ invocation: Invocation) throws -> SSHPublicKeyLine {
        let given = invocation.values[subject]
        let isTyped = given.contains(" ")
        let text = isTyped ? given : try contents(of: given, invocation)
        do throws(CryptoError) {
            return try SSHPublicKeyLine(text)
        } catch {
            throw CommandError(.refused, "key-refused", "\(isTyped ? "The key" : given) \(error).")
        }
    }

    private static func contents(of file: String, _ invocation: Invocation) throws -> String {
        let path = try AbsolutePath(file, relativeTo: invocation.surroundings.currentFolder)
        let bytes = try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(limit: 16 << 10)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let list = Command<Action>(
        "list",
        summary: "List the keys that are trusted, by repository.",
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let keys: KeyList = try await backend.api.get(APIPath.keys(RepositoryQuery(repository: backend.repositoryName)))
        let columns: [Table.Column] = ["REPOSITORY", "FOR", "FINGERPRINT", "STATE", "SINCE (UTC)", "BY", "COMMENT"]
        return Answer(list: keys.trusted, columns, empty: "no key is trusted: archives of anybody are taken") { key in
            [
                key.repository, key.site ?? "archives", key.fingerprint, key.retiredAt == nil ? "trusted" : "retired",
                Moment.text(key.retiredAt ?? key.since), key.by, key.comment,
            ]
        }
    }
}

extension Signer {
    /// Whose signature something bears, as people read it.
    static func text(_ signer: Signer?) -> String {
        guard let signer else { return "nobody" }
        return switch signer.trusted {
        case nil: signer.fingerprint
        case true?: "\(signer.fingerprint) (trusted)"
        case false?: "\(signer.fingerprint) (not trusted here)"
        }
    }
}
