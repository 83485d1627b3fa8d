import Crypto
import Time

/// The two members that let a person without Packferry use an archive: how to check it, how to unpack it.
enum ArchiveReadme {
    /// `README.txt`: English, Russian, German, with what the ecosystem has to say.
    ///
    /// The same archive gives the same text.
    static func text(archive: String, manifest: Manifest, advice: ArchiveAdvice, signer: Ed25519PublicKey?) -> String {
        let repository = manifest.repository
        let (base, seal) = (Base(manifest), Seal(signer))
        return """
            \(archive)
            Repository "\(repository.name)" (\(repository.type)), packed \(manifest.created.text(.seconds)) by Packferry.
            \(rule)

            \(english(archive, advice.english, base.english, seal.english))
            \(rule)

            \(russian(archive, advice.russian, base.russian, seal.russian))
            \(rule)

            \(german(archive, advice.german, base.german, seal.german))
            """
    }

    /// What has to be there before, in each language.
    private struct Base {
        let english: String
        let russian: String
        let german: String

        init(_ manifest: Manifest) {
            guard let snapshot = manifest.base else {
                english = "It is complete: nothing has to be applied before it."
                russian = "Он полный: до него ничего применять не нужно."
                german = "Es ist vollständig: nichts muss vorher eingespielt werden."
                return
            }
            let archive = manifest.baseArchive.map { ArtifactName.file(of: $0.name) }
            english = """
                IT IS A DELTA and NOT COMPLETE BY ITSELF: it carries only what is new since
                    \(archive ?? "the state of snapshot \(snapshot)")
                Apply that first, with all that comes before it.
                """
            russian = """
                ЭТО РАЗНОСТНЫЙ АРХИВ, САМ ПО СЕБЕ НЕПОЛНЫЙ: в нём только новое после
                    \(archive ?? "состояния снимка \(snapshot)")
                Сначала примените его и всё, что было до него.
                """
            german = """
                ES IST EIN DELTA und ALLEIN UNVOLLSTÄNDIG: es bringt nur, was neu ist seit
                    \(archive ?? "dem Stand des Snapshots \(snapshot)")
                Vorher muss dieses eingespielt sein, mit allen davor.
                """
        }
    }

    /// How to check by hand who signed it, in each language; nothing where nobody did.
    private struct Seal {
        let english: String
        let russian: String
        let german: String

        init(_ signer: Ed25519PublicKey?) {
            guard let signer else {
                (english, russian, german) = ("", "", "")
                return
            }
            english = Self.text(
                """
                It is signed by the key \(signer.fingerprint)
                Whether that is the right key only those can tell you who built it: put
                the line for allowed_signers that they gave you into a file, and check
                """,
                or: "or, with the key for minisign that they gave you:"
            )
            russian = Self.text(
                """
                Он подписан ключом \(signer.fingerprint)
                Тот ли это ключ, скажут только те, кто собрал архив: запишите полученную
                от них строку для allowed_signers в файл и проверьте
                """,
                or: "или, с полученным от них ключом для minisign:"
            )
            german = Self.text(
                """
                Es ist signiert mit dem Schlüssel \(signer.fingerprint)
                Ob das der richtige ist, sagen nur die, die es gebaut haben: Schreiben Sie
                deren Zeile für allowed_signers in eine Datei und prüfen Sie
                """,
                or: "oder, mit deren Schlüssel für minisign:"
            )
        }

        private static func text(_ words: String, or: String) -> String {
            """

            \(words)
                cd unpacked && ssh-keygen -Y verify -f ../allowed_signers -I packferry \\
                    -n packferry -s SHA512SUMS.sig < SHA512SUMS
            \(or)
                minisign -V -P KEY -m SHA512SUMS -x SHA512SUMS.minisig

            """
        }
    }

    /// `verify.sh`: POSIX sh, needs only sha512sum, and ssh-keygen where somebody signed.
    static let script = """
        #!/bin/sh
        # Checks every file of an unpacked Packferry archive against SHA512SUMS, and
        # the signature of that where there is one.
        # Usage: sh verify.sh [ALLOWED_SIGNERS]
        # ALLOWED_SIGNERS names the keys that may sign, as ssh-keygen(1) reads them.
        set -u
        if [ $# -gt 0 ]; then
            case $1 in /*) ;; *) set -- "$PWD/$1" ;; esac
        fi
        cd "$(dirname "$0")" || exit 1
        if ! command -v sha512sum >/dev/null 2>&1; then
            echo "verify.sh: sha512sum is missing; install coreutils" >&2
            exit 2
        fi
        if [ ! -f SHA512SUMS.sig ]; then
            if [ $# -gt 0 ]; then
                echo "verify.sh: nobody signed this archive" >&2
                exit 1
            fi
        elif ! command -v ssh-keygen >/dev/null 2>&1; then
            echo "verify.sh: it is signed; install ssh-keygen 8.1 or newer to check that" >&2
            [ $# -eq 0 ] || exit 2
        elif [ $# -gt 0 ]; then
            ssh-keygen -Y verify -f "$1" -I packferry -n packferry \\
                -s SHA512SUMS.sig < SHA512SUMS || {
                echo "verify.sh: no key in $1 signed this archive; do not use it" >&2
                exit 1
            }
        else
            ssh-keygen -Y check-novalidate -n packferry -s SHA512SUMS.sig < SHA512SUMS || {
                echo "verify.sh: the signature is not confirmed (ssh-keygen 8.1 or newer is needed)" >&2
                exit 1
            }
            echo "Compare this key with the one that you were told, or name allowed_signers."
        fi
        if sha512sum --check --strict --quiet SHA512SUMS; then
            echo "All $(grep -c . SHA512SUMS) files are whole."
            if head -n 1 manifest.json | grep -q '"scope":"delta"'; then
                echo "This is a delta: README.txt says what has to be applied before it."
            fi
        else
            echo "verify.sh: some files are damaged or missing; carry the archive again" >&2
            exit 1
        fi

        """

    private static let rule = String(repeating: "-", count: 72)

    private static func english(
        _ archive: String,
        _ advice: ArchiveAdvice.Words,
        _ base: String,
        _ seal: String
    ) -> String {
        """
        ENGLISH
        \(advice.purpose)
        \(base)

        With Packferry:
            packferry import apply \(archive)

        Without Packferry (tar, zstd and sha512sum are enough):
        1. Unpack it into an empty folder and check it:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        \(seal)2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Files that were there before stay beside the new ones as *.~1~.
        \(advice.closing)

        If Packferry looks after that folder, now or later, let it take over what
        you unpacked; it puts both together:
            packferry import apply --unpacked \(archive)

        """
    }

    private static func russian(
        _ archive: String,
        _ advice: ArchiveAdvice.Words,
        _ base: String,
        _ seal: String
    ) -> String {
        """
        РУССКИЙ
        \(advice.purpose)
        \(base)

        С помощью Packferry:
            packferry import apply \(archive)

        Без Packferry (достаточно tar, zstd и sha512sum):
        1. Распакуйте архив в пустую папку и проверьте его:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        \(seal)2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Прежние файлы остаются рядом с новыми под именами *.~1~.
        \(advice.closing)

        Если этой папкой ведает или будет ведать Packferry, пусть примет то, что
        вы распаковали; он сведёт прежнее и новое вместе:
            packferry import apply --unpacked \(archive)

        """
    }

    private static func german(
        _ archive: String,
        _ advice: ArchiveAdvice.Words,
        _ base: String,
        _ seal: String
    ) -> String {
        """
        DEUTSCH
        \(advice.purpose)
        \(base)

        Mit Packferry:
            packferry import apply \(archive)

        Ohne Packferry (tar, zstd und sha512sum genügen):
        1. In einen leeren Ordner entpacken und prüfen:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        \(seal)2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Vorherige Dateien bleiben als *.~1~ neben den neuen liegen.
        \(advice.closing)

        Betreut Packferry diesen Ordner, jetzt oder später, dann lassen Sie es
        übernehmen, was Sie entpackt haben; es führt beides zusammen:
            packferry import apply --unpacked \(archive)

        """
    }
}
