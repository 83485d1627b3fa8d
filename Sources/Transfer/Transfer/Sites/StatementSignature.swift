package import Crypto

/// The signature of what a site says: a file of its own beside a receipt or an inventory (docs/adr/0027).
package enum StatementSignature {
    /// What such a signature is for: one that was made over an archive is none.
    package static let namespace = "packferry-receipt"
    /// What its file is called: this behind the whole name of the document.
    package static let suffix = ".sig"
    /// 4 KiB: what is longer is none.
    package static let limit = 4096

    /// The file beside a document, as `ssh-keygen -Y sign` makes it.
    static func file(over document: [UInt8], by key: Ed25519PrivateKey) -> [UInt8] {
        SSHSignature(of: SHA512.hash(document), for: namespace, by: key).encoded
    }

    /// Who signed a document.
    ///
    /// Throws `refused` unless the file is as it was written, and its key made it over these bytes and for this.
    package static func signer(of document: [UInt8], by file: [UInt8]) throws(TransferError) -> Signer {
        do throws(CryptoError) {
            let signature = try SSHSignature(parsing: file)
            try signature.check(SHA512.hash(document), for: namespace)
            return Signer(signature.publicKey)
        } catch {
            let hint = "Carry the document and its \(suffix) file again, both of them"
            throw TransferError(.refused, "signature", error.cause, hint: hint)
        }
    }
}

extension SSHPublicKeyLine {
    /// The line by which `ssh-keygen -Y verify -I SITE -n packferry-receipt` lets this key sign what a site says and
    /// nothing else.
    package func allowedSigner(ofReceiptsFrom site: String) -> String {
        "\(site) namespaces=\"\(StatementSignature.namespace)\" \(text)"
    }
}
