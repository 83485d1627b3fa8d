import Crypto
import HTTPMessages

extension EntityTag {
    /// Names content by its bytes: another content has another tag.
    init(of bytes: [UInt8], after prefix: String = "") {
        self.init(prefix + SHA256.hash(bytes).hex.prefix(32))
    }
}
