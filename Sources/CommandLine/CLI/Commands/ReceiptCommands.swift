import API
import App
import Arguments
import Crypto
import HTTPMessages
import Posix
import Time
import Transfer

/// The commands `packferry receipt`.
enum ReceiptCommands {
    static let group = Command<Action>(
        "receipt",
        summary: "Say, and learn, what a site holds after an import.",
        subcommands: [show, register]
    )

    private static let subject = Argument<String?>(
        optional: "receipt",
        .nonEmpty,
        help: "The id of an import, or the file of a receipt; else the last receipt here."
    )
    private static let output = Option<String?>(
        "output",
        .file,
        short: "o",
        valueName: "folder",
        help:
            "Put a copy into this folder, such as the one of a disk that goes back; with its signature, if it has one."
    )

    private static let show = Command<Action>(
        "show",
        summary: "Show a receipt: where its file lies, its code, and what it says.",
        discussion: """
            Carry the file back to where the archives are built, with the .sig file beside it where this site has a key, or have the code of 25 characters typed in there, where no file may leave. There is no code while files are missing, and a code is never signed.
            """,
        options: [output],
        arguments: [subject],
        changes: .nothing
    ) { invocation in
        let folder = invocation.surroundings.currentFolder
        let found = try await found(invocation.values[subject], invocation)
        var path = found.path
        if let target = invocation.values[output] {
            let place = try AbsolutePath(target, relativeTo: folder)
            let name = try RelativePath(found.receipt.fileName)
            try SignedFile(bytes: found.file.bytes, signature: found.file.signature).write(name, in: place)
            path = place.appending(name).string
        }
        let signer = try found.file.signer()
        let shown = ShownReceipt(found.receipt, path: path, signer: signer)
        return Answer(shown, shown.blocks)
    }

    private static func found(
        _ subject: String?,
        _ invocation: Invocation
    ) async throws -> (receipt: Receipt, file: SignedFile, path: String) {
        let folder = invocation.surroundings.currentFolder
        if let subject, !Identifier.isOne(subject) {
            let path = try AbsolutePath(subject, relativeTo: folder)
            let file = try SignedFile(reading: path, limit: Receipt.limit)
            return (try Receipt(parsing: file.bytes), file, path.string)
        }
        let backend = try await invocation.backend()
        let id = if let subject { subject } else { try await last(backend) }
        let query = RepositoryQuery(repository: backend.repositoryName)
        let item: Import = try await backend.api.get(APIPath.import(id) + backend.repositoryQuery)
        let file = SignedFile(try await backend.api.send(.GET, APIPath.receipt(ofImport: id, query)))
        return (try Receipt(parsing: file.bytes), file, item.receipt?.path ?? "")
    }

    /// The import that the last receipt is of.
    private static func last(_ backend: any Backend) async throws -> String {
        let imports: [Import] = try await backend.api.list { page in
            APIPath.imports(ListQuery(repository: backend.repositoryName, page: page))
        }
        let last = imports.max { ($0.receipt?.counter ?? 0) < ($1.receipt?.counter ?? 0) }
        guard let last, last.receipt != nil else {
            throw CommandError(.inputMissing, "not-found", "There is no receipt here: apply an archive first.")
        }
        return last.id
    }

    private static let file = Argument<String?>(
        optional: "file",
        .file,
        help: "The file of a receipt; the .sig file beside it is its signature."
    )
    private static let code = Option<String?>("code", .nonEmpty, help: "The code that the site shows.")
    private static let site = Option<String?>(
        "site",
        ValueType.nonEmpty.asked(.sites),
        valueName: "name",
        help: "The site that shows the code, where it was never heard of."
    )

    private static let register = Command<Action>(
        "register",
        summary: "Take a receipt of a site, so that the next archive starts from what it holds.",
        discussion: """
            Once a key is trusted for the site (`packferry keys trust --site`), only what that key signed is taken, and so no code. What is taken all the same is recorded with the site.
            """,
        examples: [
            Example("packferry receipt register /mnt/usb/receipt-plant-7-1795224600.json", "A file:"),
            Example("packferry receipt register --code 2AYXH-… --site plant-7", "A code:"),
        ],
        options: [code, site, ImportCommands.allowUnsigned],
        arguments: [file],
        exclusive: [.exactlyOne(of: file, code)],
        changes: .something
    ) { invocation in
        let values = invocation.values
        let entry = try APICoding.encode(CodeEntry(code: values[code] ?? "", site: values[site]))
        var said = SignedFile(bytes: entry, signature: nil)
        if let file = values[file] {
            let path = try AbsolutePath(file, relativeTo: invocation.surroundings.currentFolder)
            said = try SignedFile(reading: path, limit: Receipt.limit)
            // What is no receipt is refused here already, and not taken for a code.
            _ = try Receipt(parsing: said.bytes, named: file)
        }
        let backend = try await invocation.backend()
        let query = ReceiptQuery(
            repository: backend.repositoryName,
            allowUnsigned: values[ImportCommands.allowUnsigned],
            isDryRun: invocation.isDryRun
        )
        return try await invocation.register(said, at: APIPath.receipts(query), APICoding.mediaType, backend)
    }
}

extension Invocation {
    /// Sends what a site said, and tells what came of it.
    func register(
        _ said: SignedFile,
        at path: String,
        _ type: String,
        _ backend: any Backend
    ) async throws -> Answer {
        var fields: HTTPFields = [.contentType: type]
        if let signature = said.signature { fields[.signature] = Base64.encode(signature) }
        let reply = try await backend.writingAPI.send(.POST, path, fields: fields, body: said.bytes)
        let registration = try APICoding.decode(SiteRegistration.self, from: reply.body)
        let blocks = registration.blocks(isDryRun: isDryRun)
        return Answer(Tried(registration, isDryRun: isDryRun), blocks)
    }
}

/// A receipt, as it is shown.
private struct ShownReceipt: Encodable, Sendable {
    let receipt: Receipt
    let path: String
    let signer: Signer?

    private enum CodingKeys: String, CodingKey {
        case path, code, site, counter, kind, snapshot, missing, conflicts, signer
        case archiveID = "archive_id"
        case appliedAt = "applied_at"
    }

    init(_ receipt: Receipt, path: String, signer: Signer?) {
        self.receipt = receipt
        self.path = path
        self.signer = signer
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(path, forKey: .path)
        try members.encode(receipt.code?.description, forKey: .code)
        try members.encode(receipt.site, forKey: .site)
        try members.encode(receipt.counter, forKey: .counter)
        try members.encode(receipt.kind, forKey: .kind)
        try members.encode(receipt.snapshot, forKey: .snapshot)
        try members.encode(receipt.archiveID, forKey: .archiveID)
        try members.encode(receipt.appliedAt, forKey: .appliedAt)
        try members.encode(signer, forKey: .signer)
        try members.encode(receipt.missing.map(\.string), forKey: .missing)
        try members.encode(receipt.conflicts.map(\.string), forKey: .conflicts)
    }

    /// What was done, as the labels of a table have it.
    private var deed: String {
        switch receipt.kind {
        case .applied: "applied"
        case .rolledBack: "rolled back"
        }
    }

    var blocks: [Block] {
        let table = Table(details: [
            ("receipt", path),
            ("code", receipt.code?.description ?? "none while files are missing: carry the file"),
            ("kind", receipt.kind.rawValue),
            ("signed by", Signer.text(signer)),
            ("site", receipt.site),
            ("counter", String(receipt.counter)),
            ("archive", receipt.archiveID),
            ("snapshot", receipt.snapshot),
            ("files", Quantity.count(receipt.counts.files, weighing: receipt.counts.bytes)),
            (deed, Moment.dated(receipt.appliedAt)),
            ("\(deed) by", receipt.appliedBy),
        ])
        return [.table(table)] + Block.first("missing", receipt.missing.map(\.string))
            + Block.first("conflict", receipt.conflicts.map(\.string))
    }
}
