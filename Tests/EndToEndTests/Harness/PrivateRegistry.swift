import Foundation
import Posix

/// A registry of a company: nginx over a folder, beneath a path, with TLS of its own authority, HTTP/2 and a password.
struct PrivateRegistry: Sendable {
    static let user = "ci"
    static let password = "T0P-S3CR3T"
    private static let path = "artifactory/api/npm/npm"

    /// Its address without a slash at the end.
    let url: String
    private let folder: String
    private let nginx: Nginx

    /// What clients trust it by.
    var certificate: String { nginx.certificate }

    /// Serves the packages of a storage.
    init(of storage: String, in parent: String) async throws {
        folder = "\(parent)/registry"
        let listener = try Listener(binding: .loopback(port: 0))
        let address = "\(listener.address)"
        listener.close()
        url = "https://\(address)/\(Self.path)"
        try await Self.lay(storage, into: "\(folder)/files/\(Self.path)")
        try Data("\(Self.user):{PLAIN}\(Self.password)\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/htpasswd"))
        let directives = Self.directives(folder, address)
        nginx = try await Nginx(directives, for: "IP:127.0.0.1", in: folder, here: { $0 })
        try await nginx.requireAnswers(at: url)
    }

    /// What it was asked, a line each: `HTTP/2.0 ci 200 /left`.
    var requests: [String] {
        get throws {
            try String(contentsOfFile: "\(folder)/access.log", encoding: .utf8)
                .replacing("/\(Self.path)", with: "").split(separator: "\n").map(String.init)
        }
    }

    func stop() async throws { try await nginx.program.stop() }

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

    private static func directives(_ folder: String, _ address: String) -> String {
        """
        log_format asked '$server_protocol $remote_user $status $uri';
        access_log \(folder)/access.log asked;
        default_type application/json;
        server {
            listen \(address) ssl http2;
            root \(folder)/files;
            location /\(path)/ {
                auth_basic registry;
                auth_basic_user_file \(folder)/htpasswd;
                try_files $uri $uri/package.json =404;
            }
        }
        """
    }
}
