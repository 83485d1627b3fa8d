package import JSON
import Posix
package import Transfer

/// The receipt of an import that was applied, or taken back after that.
package struct ImportReceipt: Codable, Hashable, Sendable {
    /// Where its file lies.
    package var path: String
    package var counter: Int64
    /// What was done when it was written: `applied` or `rolled-back`; null in lists.
    @Nullable package var kind: Receipt.Kind?
    /// What it is called where it is downloaded; null in lists.
    @Nullable package var name: String?
    /// The code that says the same where no file may leave; null where files are missing, and in lists.
    @Nullable package var code: String?
    /// The `.sig` file that lies beside it, as text; null where this site had no key, and in lists.
    @Nullable package var signature: String?

    /// Shows a receipt that is kept, and what it says as far as that was read.
    package init(_ kept: ReceiptStore.Kept, _ receipt: Receipt?, signature: [UInt8]? = nil) {
        path = kept.path.string
        counter = kept.counter
        _kind = Nullable(wrappedValue: receipt?.kind)
        _signature = Nullable(wrappedValue: signature.map { String(decoding: $0, as: UTF8.self) })
        _name = Nullable(wrappedValue: receipt?.fileName)
        _code = Nullable(wrappedValue: receipt?.code?.description)
    }
}
