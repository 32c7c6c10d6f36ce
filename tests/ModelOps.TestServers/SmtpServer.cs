using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>A mail server that keeps what it takes as files, refuses receivers that begin with <c>refused</c>, and is busy for those that begin with <c>busy</c>.</summary>
public sealed class SmtpServer : ServerProcess
{
    private const string Package = "python3-aiosmtpd";
    private readonly TemporaryFolder _folder = new();
    private readonly bool _tls;

    private SmtpServer(bool tls)
    {
        _tls = tls;
        if (tls) { WriteCertificate(); }
        File.WriteAllText(Path.Combine(_folder.Path, "sink.py"), """
            from aiosmtpd.handlers import Mailbox

            class Sink(Mailbox):
                async def handle_RCPT(self, server, session, envelope, address, options):
                    if address.startswith('refused'):
                        return '550 5.1.1 no such user'
                    if address.startswith('busy'):
                        return '451 4.3.2 try later'
                    envelope.rcpt_tos.append(address)
                    return '250 OK'
            """);
    }

    /// <summary>The mails it has taken, each as it came, with <c>X-MailFrom</c> and <c>X-RcptTo</c> of the envelope.</summary>
    public IReadOnlyList<string> Mails
    {
        get
        {
            string taken = Path.Combine(_folder.Path, "mail", "new");
            return Directory.Exists(taken) ? [.. Directory.EnumerateFiles(taken).Order(StringComparer.Ordinal).Select(File.ReadAllText)] : [];
        }
    }

    /// <param name="tls">Whether it offers <c>STARTTLS</c>, with a certificate that nobody trusts.</param>
    public static async Task<SmtpServer> CreateAsync(bool tls = false)
    {
        Require("aiosmtpd", Package);
        SmtpServer server = new(tls);
        await server.StartAsync();
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe()
    {
        string[] tls = _tls ? ["--tlscert", Path.Combine(_folder.Path, "server.crt"), "--tlskey", Path.Combine(_folder.Path, "server.key"), "--no-requiretls"] : [];
        ProcessStartInfo start = new(Require("aiosmtpd", Package), ["-n", "-l", $"127.0.0.1:{Port}", "-c", "sink.Sink", .. tls, Path.Combine(_folder.Path, "mail")]);
        start.Environment["PYTHONPATH"] = _folder.Path;
        return start;
    }

    private void WriteCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset today = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(today.AddDays(-1), today.AddDays(30));
        File.WriteAllText(Path.Combine(_folder.Path, "server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.Path, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
