import Crypto
import JSON
import Posix
package import Reporting
import Transfer

/// Makes offline-ready packuments from those in a storage, each straight into the folder it is packed from.
struct DocumentRenderer: Sendable {
    let root: Directory
    let folder: RenderFolder
    /// What may travel.
    var limits = PackumentLimits.json

    private var excess: String {
        "would be over \(limits.bytes >> 20) MiB as it travels, so nothing of the package does"
    }

    /// Renders one packument.
    ///
    /// Throws `TransferError.changed` if it no longer is what was examined.
    func render(_ request: RenderRequest) throws -> ReadyForm {
        let packument = try examined(request)
        let (bytes, dropped) = OfflineReady.render(
            packument,
            tarballs: try request.digests(statedBy: packument),
            metadataOnly: request.metadataOnly,
            platforms: request.platforms
        )
        let omission = dropped.clause ?? ""
        guard let bytes else { return ReadyForm(key: request.key, content: nil, omission: omission) }
        guard bytes.count <= limits.bytes else { return ReadyForm(key: request.key, content: nil, omission: excess) }
        let content = ReadyForm.Content(sha512: SHA512.hash(bytes), size: Int64(bytes.count))
        let form = ReadyForm(key: request.key, content: content, omission: omission)
        if PackumentLimits.isExceeded(by: packument) { try check(bytes, form, request) }
        try folder.keep(bytes, as: content.sha512)
        return form
    }

    /// The packument that the listing was made from.
    private func examined(_ request: RenderRequest) throws -> Packument {
        let bytes = try root.open(request.package.location.appending("package.json"))
            .readAll(limit: PackumentLimits.stored.bytes)
        guard SHA512.hash(bytes) == request.package.sha512 else { throw Self.changed(request.name) }
        return try Packument(reading: bytes, of: request.name)
    }

    /// What every reader would refuse is said before anything is packed.
    private func check(_ bytes: [UInt8], _ form: ReadyForm, _ request: RenderRequest) throws {
        let rendered = try Packument(scanning: bytes, expecting: request.name, limits: PackumentLimits.json)
        if let entry = try request.entry(form) { try PackumentLimits.check(rendered, of: entry) }
    }

    static func changed(_ name: PackageName) -> TransferError {
        TransferError(
            .changed,
            "\(name)/package.json",
            "was rewritten while the archive was being prepared",
            hint: "Build again"
        )
    }
}

extension Step {
    /// The packuments that changed are made offline-ready.
    package static let render = Step("render packuments")
}
