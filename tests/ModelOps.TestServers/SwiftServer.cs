using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>OpenStack Swift with its S3 API: four servers over one folder. It checks signatures, and refuses If-None-Match on writes with 501.</summary>
public sealed class SwiftServer : ServerProcess
{
    public const string AccessKeyId = "test:tester";
    public const string SecretAccessKey = "testing";
    private static readonly string[] Kinds = ["account", "container", "object"];
    private readonly TemporaryFolder _folder = new();
    private readonly List<SwiftStorageServer> _storage = [];

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<SwiftServer> CreateAsync()
    {
        foreach (string program in (string[])["swift-proxy", "swift-account", "swift-container", "swift-object"]) { Require($"{program}-server", program); }
        SwiftServer server = new();
        try
        {
            await server.PrepareAsync();
            await Task.WhenAll([.. server._storage.Select(static s => s.StartAsync()), server.StartAsync()]);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (SwiftStorageServer server in _storage) { await server.DisposeAsync(); }
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe() => new(Require("swift-proxy-server", "swift-proxy"), [Path.Combine(_folder.Path, "proxy.conf")]);

    private async Task PrepareAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "dev", "d1"));
        Write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = a\nswift_hash_path_prefix = b\n[storage-policy:0]\nname = p0\ndefault = yes\n");
        foreach (string kind in Kinds)
        {
            SwiftStorageServer server = new(kind, Path.Combine(_folder.Path, $"{kind}.conf"));
            _storage.Add(server);
            Write($"{kind}.conf", $"""
                {Default(server.Port)}
                devices = {_folder.Path}/dev
                mount_check = false
                disable_fallocate = true
                [pipeline:main]
                pipeline = {kind}-server
                [app:{kind}-server]
                use = egg:swift#{kind}
                """);
            string ring = Path.Combine(_folder.Path, $"{kind}.builder");
            foreach (string[] step in (string[][])[["create", "4", "1", "1"], ["add", $"r1z1-127.0.0.1:{server.Port}/d1", "1"], ["rebalance"]])
            {
                await OtherUser.RunAsync("swift-ring-builder", [ring, .. step], highestGood: 1); // 1: with a warning
            }
        }

        Write("proxy.conf", $"""
            {Default(Port)}
            [pipeline:main]
            pipeline = catch_errors cache s3api tempauth symlink slo dlo versioned_writes proxy-server
            [app:proxy-server]
            use = egg:swift#proxy
            account_autocreate = true
            [filter:tempauth]
            use = egg:swift#tempauth
            user_test_tester = {SecretAccessKey} .admin
            [filter:s3api]
            use = egg:swift#s3api
            location = us-east-1
            [filter:cache]
            use = egg:swift#memcache
            memcache_servers = 127.0.0.1:1
            {string.Join('\n', ((string[])["catch_errors", "symlink", "slo", "dlo"]).Select(static f => $"[filter:{f}]\nuse = egg:swift#{f}"))}
            [filter:versioned_writes]
            use = egg:swift#versioned_writes
            allow_versioned_writes = true
            """);
        await OtherUser.GiveAsync(_folder.Path, "swift");
    }

    private string Default(int port) =>
        $"[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {port}\nswift_dir = {_folder.Path}\nworkers = 0\nuser = {(OtherUser.IsRoot ? "swift" : Environment.UserName)}";

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);

    private sealed class SwiftStorageServer(string kind, string configuration) : ServerProcess
    {
        protected override ProcessStartInfo Describe() => new(Require($"swift-{kind}-server", $"swift-{kind}"), [configuration]);
    }
}
