using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>A redis-server that writes each command to disk before it answers, so that nothing acknowledged is lost when it is killed.</summary>
public sealed class RedisServer : ServerProcess
{
    private readonly TemporaryFolder _folder = new();

    private readonly string? _password;
    private readonly bool _tls;

    private RedisServer(string? password, bool tls)
    {
        _password = password;
        _tls = tls;
    }

    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>The certificate of a server with TLS, which is its own authority; it names <c>localhost</c>.</summary>
    public string CertificateFile => Path.Combine(_folder.Path, "server.crt");

    public static async Task<RedisServer> CreateAsync(string? password = null, bool tls = false)
    {
        Require("redis-server", "redis-server");
        RedisServer server = new(password, tls);
        if (tls) { server.WriteCertificate(); }
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
        string[] port = _tls
            ? ["--port", "0", "--tls-port", $"{Port}", "--tls-cert-file", CertificateFile, "--tls-key-file", KeyFile, "--tls-ca-cert-file", CertificateFile, "--tls-auth-clients", "no"]
            : ["--port", $"{Port}"];
        string[] password = _password is null ? [] : ["--requirepass", _password];
        return new ProcessStartInfo(
            Require("redis-server", "redis-server"),
            [.. port, .. password, "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", "yes", "--appendfsync", "always"]);
    }

    protected override async Task<bool> AnswersAsync()
    {
        if (_tls) { return await base.AnswersAsync(); }
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            byte[] answer = new byte[64];
            int read = await client.GetStream().ReadAsync(answer);
            return Encoding.ASCII.GetString(answer, 0, read).StartsWith(_password is null ? "+PONG" : "-NOAUTH", StringComparison.Ordinal); // not while it reads its log
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private string KeyFile => Path.Combine(_folder.Path, "server.key");

    private void WriteCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        DateTimeOffset today = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(today.AddDays(-1), today.AddDays(30));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
