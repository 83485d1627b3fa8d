import Foundation
import TestSupport

/// A real nginx with TLS, all its files in one folder.
struct Nginx: Sendable {
    let program: RunningProgram
    /// What clients trust it by.
    let certificate: String
    private let curl: Executable

    /// Starts it in the foreground with these directives of `http`, on the side of a gap that `here` leads to.
    init(_ directives: String, for names: String, in folder: String, here: (Executable) -> Executable) async throws {
        certificate = "\(folder)/certificate.pem"
        curl = here(try Executable.needed("curl"))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try TestCertificate.make(in: folder, for: names)
        let text = Self.configuration(folder, directives)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/nginx.conf"))
        let nginx = here(try Executable.needed("nginx"))
        program = try nginx.start(["-c", "\(folder)/nginx.conf", "-p", folder, "-e", "stderr"], in: folder)
    }

    /// Waits until it answers there.
    func requireAnswers(at url: String) async throws {
        while true {
            let arguments = ["-s", "-o", "/dev/null", "--cacert", certificate, url]
            if try await curl.run(arguments, in: "/tmp").status == 0 { return }
            guard program.isRunning else { throw Server.NotReady(description: program.printed.complaints) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func configuration(_ folder: String, _ directives: String) -> String {
        """
        daemon off;
        worker_processes 1;
        pid \(folder)/pid;
        \(getuid() == 0 ? "user root;" : "")
        events {}
        http {
            client_body_temp_path \(folder)/body;
            proxy_temp_path \(folder)/temporary;
            fastcgi_temp_path \(folder)/fastcgi;
            uwsgi_temp_path \(folder)/uwsgi;
            scgi_temp_path \(folder)/scgi;
            ssl_certificate \(folder)/certificate.pem;
            ssl_certificate_key \(folder)/key.pem;
            \(directives)
        }
        """
    }
}
