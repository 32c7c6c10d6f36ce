using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>The light S3 server of npm's s3rver, with one bucket. It checks no signature and ignores If-Match and If-None-Match on writes.</summary>
public sealed class S3rverServer : ServerProcess
{
    public const string Bucket = "models";
    public const string AccessKeyId = "S3RVER";
    public const string SecretAccessKey = "S3RVER";
    private readonly TemporaryFolder _folder = new();

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<S3rverServer> CreateAsync()
    {
        Require("s3rver", "s3rver of npm ('npm install -g s3rver')");
        S3rverServer server = new();
        await server.StartAsync();
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe() => new(
        Require("s3rver", "s3rver"),
        ["-a", "127.0.0.1", "-p", $"{Port}", "-d", _folder.Path, "--silent", "--configure-bucket", Bucket]);
}
