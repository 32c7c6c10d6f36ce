using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>Hosts that share a database and artifacts, each with a cache of its own.</summary>
internal sealed class RegistryHosts(string connectionString, Action<PostgreSqlRegistryOptions>? configure = null) : IAsyncDisposable
{
    // In memory where the system has such a folder: what is tested here is not the disk.
    private readonly string _root = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"modelops-{Guid.NewGuid():N}")).FullName;

    private readonly List<PostgreSqlModelRegistry> _open = [];
    private int _count;

    public string Schema { get; } = $"t_{Guid.NewGuid():N}"[..30];

    public string SharedFolder => Path.Combine(_root, "shared");

    public string CacheOf(int host) => Path.Combine(_root, $"cache{host}");

    public PostgreSqlRegistryOptions Options()
    {
        PostgreSqlRegistryOptions options = new()
        {
            ConnectionString = connectionString,
            Schema = Schema,
            SharedFolder = SharedFolder,
            CacheFolder = CacheOf(_count++),
            PollInterval = TimeSpan.FromMilliseconds(500),
        };
        configure?.Invoke(options);
        return options;
    }

    public PostgreSqlModelRegistry Add(ILoggerFactory? loggerFactory = null, HttpMessageHandler? handler = null, TimeProvider? timeProvider = null)
    {
        PostgreSqlModelRegistry host = PostgreSqlModelRegistry.Open(Options(), timeProvider, loggerFactory, handler);
        _open.Add(host);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PostgreSqlModelRegistry host in _open) { await host.DisposeAsync(); }
        Directory.Delete(_root, recursive: true);
    }
}
