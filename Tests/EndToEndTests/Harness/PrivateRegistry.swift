import Foundation
import Posix

/// A registry of a company: nginx over a folder, beneath a path, with TLS of its own authority, HTTP/2 and a password.
struct PrivateRegistry: Sendable {
    static let user = "ci"
    static let password = "T0P-S3CR3T"
    private static let path = "artifactory/api/npm/npm"

    /// Its address without a slash at the end.
    let url: String
    /// What clients trust it by.
    let certificate: String
    private let folder: String
    private let program: RunningProgram

    /// Serves the packages of a storage.
    init(of storage: String, in parent: String) async throws {
        folder = "\(parent)/registry"
        certificate = "\(folder)/ca.pem"
        let listener = try Listener(binding: .loopback(port: 0))
        let address = "\(listener.address)"
        listener.close()
        url = "https://\(address)/\(Self.path)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await Self.lay(storage, into: "\(folder)/files/\(Self.path)")
        try await Executable.needed("openssl").run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "ca.pem", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
            ],
            in: folder
        ).succeeded()
        try Data("\(Self.user):{PLAIN}\(Self.password)\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/htpasswd"))
        let configuration = Self.configuration(folder, address)
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: "\(folder)/nginx.conf"))
        let nginx = try Executable.needed("nginx")
        program = try nginx.start(["-c", "\(folder)/nginx.conf", "-p", folder, "-e", "stderr"], in: folder)
        try await requireAnswers()
    }

    /// What it was asked, a line each: `HTTP/2.0 ci 200 /left`.
    var requests: [String] {
        get throws {
            try String(contentsOfFile: "\(folder)/access.log", encoding: .utf8)
                .replacing("/\(Self.path)", with: "").split(separator: "\n").map(String.init)
        }
    }

    func stop() async throws { try await program.stop() }

    /// Tarballs lie behind a dash, as in addresses.
    private static func lay(_ storage: String, into target: String) async throws {
        let script = """
            cd "$1" && find . -name '*.tgz' | while read -r file; do
                place="$2/$(dirname "$file")" && mkdir -p "$place/-" && cp "$file" "$place/-" &&
                    cp "$(dirname "$file")/package.json" "$place" || exit 1
            done
            """
        try await Executable.needed("sh").run(["-c", script, "sh", storage, target], in: "/tmp").succeeded()
    }

    private func requireAnswers() async throws {
        let curl = try Executable.needed("curl")
        while true {
            let arguments = ["-s", "-o", "/dev/null", "--cacert", certificate, url]
            if try await curl.run(arguments, in: folder).status == 0 { return }
            guard program.isRunning else { throw Server.NotReady(description: program.printed.complaints) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// In the foreground, and with all its files in one folder.
    private static func configuration(_ folder: String, _ address: String) -> String {
        """
        daemon off;
        worker_processes 1;
        pid \(folder)/pid;
        \(getuid() == 0 ? "user root;" : "")
        events {}
        http {
            log_format asked '$server_protocol $remote_user $status $uri';
            access_log \(folder)/access.log asked;
            client_body_temp_path \(folder)/body;
            proxy_temp_path \(folder)/temporary;
            fastcgi_temp_path \(folder)/fastcgi;
            uwsgi_temp_path \(folder)/uwsgi;
            scgi_temp_path \(folder)/scgi;
            default_type application/json;
            server {
                listen \(address) ssl http2;
                ssl_certificate \(folder)/ca.pem;
                ssl_certificate_key \(folder)/key.pem;
                root \(folder)/files;
                location /\(path)/ {
                    auth_basic registry;
                    auth_basic_user_file \(folder)/htpasswd;
                    try_files $uri $uri/package.json =404;
                }
            }
        }
        """
    }
}
