using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>Debian's <c>docker-registry</c>, the CNCF distribution registry 2.8: real uploads, manifests and tags; no referrers API.</summary>
public sealed class OciRegistryServer : ServerProcess
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _password;

    private OciRegistryServer(bool password) => _password = password;

    /// <summary>Host and port, as references write it.</summary>
    public string Registry => $"127.0.0.1:{Port}";

    /// <param name="password">Whether it asks for user <c>tester</c> and password <c>testing</c>.</param>
    public static async Task<OciRegistryServer> CreateAsync(bool password = false)
    {
        Require("docker-registry", "docker-registry");
        OciRegistryServer server = new(password);
        await server.StartAsync();
        return server;
    }

    /// <summary>Changes a stored blob behind the registry's back.</summary>
    public void Tamper(string digest)
    {
        string hex = digest["sha256:".Length..];
        string file = Path.Combine(_folder.Path, "docker", "registry", "v2", "blobs", "sha256", hex[..2], hex, "data");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe()
    {
        // The hash is bcrypt of 'testing', as htpasswd -B writes it.
        if (_password) { File.WriteAllText(_folder.File("htpasswd"), "tester:$2b$04$affsGAlisWgfLxarAVq9beVXSI3dT5xy30MIEpg1Sgo5tRA/rEpfC\n"); }
        string access = _password ? $"auth:\n  htpasswd:\n    realm: tests\n    path: {_folder.File("htpasswd")}\n" : "";
        File.WriteAllText(_folder.File("registry.yml"), $"""
            version: 0.1
            log:
              level: error
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: {_folder.Path}
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:{Port}
              secret: {Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}
            {access}
            """);
        return new ProcessStartInfo(Require("docker-registry", "docker-registry"), ["serve", _folder.File("registry.yml")]);
    }

    protected override async Task<bool> AnswersAsync()
    {
        using HttpClient client = new();
        try
        {
            using HttpResponseMessage response = await client.GetAsync($"http://{Registry}/v2/");
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
