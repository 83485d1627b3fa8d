import Foundation

/// A running nginx with TLS before a server, on its side of an air gap.
struct ReverseProxy: Sendable {
    /// Where it listens: what it asks for is free, because nobody else is behind the gap.
    static let port = 8443

    let program: RunningProgram
    /// What clients trust it by.
    let certificate: String
    private let site: Site

    /// Starts it with these lines for the paths that it passes on, and waits until it answers.
    init(before site: Site, in parent: String, _ locations: String) async throws {
        let folder = "\(parent)/proxy"
        self.site = site
        certificate = "\(folder)/certificate.pem"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await Executable.needed("openssl").run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "certificate.pem",
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            ],
            in: folder
        ).succeeded()
        try Data(Self.configuration(folder, locations).utf8).write(to: URL(fileURLWithPath: "\(folder)/nginx.conf"))
        let nginx = site.here(try Executable.needed("nginx"))
        program = try nginx.start(["-c", "\(folder)/nginx.conf", "-p", folder, "-e", "stderr"], in: folder)
        try await requireAnswers()
    }

    private func requireAnswers() async throws {
        while true {
            let arguments = ["-s", "-o", "/dev/null", "--cacert", certificate, "https://localhost:\(Self.port)/"]
            if try await site.curl.run(arguments, in: site.folder).status == 0 { return }
            guard program.isRunning else { throw Server.NotReady(description: program.printed.complaints) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// In the foreground, and with all its files in one folder.
    private static func configuration(_ folder: String, _ locations: String) -> String {
        """
        daemon off;
        worker_processes 1;
        pid \(folder)/pid;
        \(getuid() == 0 ? "user root;" : "")
        events {}
        http {
            access_log off;
            client_body_temp_path \(folder)/body;
            proxy_temp_path \(folder)/temporary;
            fastcgi_temp_path \(folder)/fastcgi;
            uwsgi_temp_path \(folder)/uwsgi;
            scgi_temp_path \(folder)/scgi;
            server {
                listen 127.0.0.1:\(port) ssl;
                ssl_certificate \(folder)/certificate.pem;
                ssl_certificate_key \(folder)/key.pem;
                proxy_buffering off;
                \(locations)
            }
        }
        """
    }
}
