using Microsoft.Extensions.Logging;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>Hosts that share a database and artifacts, each with a cache of its own.</summary>
internal sealed class RegistryHosts(string connectionString, Action<PostgreSqlRegistryOptions>? configure = null) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<PostgreSqlModelRegistry> _open = [];
    private int _count;

    public string Schema { get; } = $"t_{Guid.NewGuid():N}"[..30];

    public string SharedFolder => Path.Combine(_folder.Path, "shared");

    public string CacheOf(int host) => Path.Combine(_folder.Path, $"cache{host}");

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

    public PostgreSqlModelRegistry Add(ILoggerFactory? loggerFactory = null, HttpMessageHandler? handler = null)
    {
        PostgreSqlModelRegistry host = PostgreSqlModelRegistry.Open(Options(), null, loggerFactory, handler);
        _open.Add(host);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PostgreSqlModelRegistry host in _open) { await host.DisposeAsync(); }
        _folder.Dispose();
    }
}
