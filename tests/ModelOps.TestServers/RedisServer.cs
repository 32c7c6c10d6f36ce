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
    private readonly bool _cluster;

    private RedisServer(string? password, bool tls, bool cluster)
    {
        _password = password;
        _tls = tls;
        _cluster = cluster;
    }

    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>The certificate of a server with TLS, which is its own authority; it names <c>localhost</c>.</summary>
    public string CertificateFile => Path.Combine(_folder.Path, "server.crt");

    /// <param name="password">Password of its default user.</param>
    /// <param name="tls">Whether it speaks TLS only.</param>
    /// <param name="cluster">Whether it is a cluster of one node, which refuses commands and scripts whose keys lie in several slots.</param>
    public static async Task<RedisServer> CreateAsync(string? password = null, bool tls = false, bool cluster = false)
    {
        Require("redis-server", "redis-server");
        RedisServer server = new(password, tls, cluster);
        if (tls) { server.WriteCertificate(); }
        await server.StartAsync();
        if (cluster) { await server.TakeSlotsAsync(); }
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
            [.. port, .. password, "--cluster-enabled", _cluster ? "yes" : "no", "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", "yes", "--appendfsync", "always"]);
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

    /// <summary>A new node has no slots, and is ready a moment after it has taken all.</summary>
    private async Task TakeSlotsAsync()
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        NetworkStream stream = client.GetStream();
        foreach (int[] slots in Enumerable.Range(0, 16384).Chunk(4096)) // a line holds 64 KiB at most
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"CLUSTER ADDSLOTS {string.Join(' ', slots)}\r\n"));
        }

        byte[] answer = new byte[4096];
        for (string text = ""; !text.Contains("cluster_state:ok", StringComparison.Ordinal);)
        {
            await Task.Delay(20);
            await stream.WriteAsync("CLUSTER INFO\r\n"u8.ToArray());
            text = Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer));
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
