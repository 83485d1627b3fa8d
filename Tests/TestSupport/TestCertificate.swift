/// A certificate that nobody trusts who is not told to.
package enum TestCertificate {
    /// It could not be made.
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// Has openssl(1) make `key.pem` and `certificate.pem` in a folder.
    ///
    /// `names` are those of the server as `subjectAltName` has them: `DNS:localhost,IP:127.0.0.1`.
    package static func make(in folder: String, for names: String) throws {
        let made = try StockTool("openssl").run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=\(names)",
            ],
            in: folder
        )
        guard made.status == 0 else { throw Failed(description: "openssl: \(made.complaints)") }
    }
}
