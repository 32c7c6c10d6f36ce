using Microsoft.Extensions.Logging;
using ModelOps.Registry.Mlflow;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Mlflow;

/// <summary>A client and the server it speaks to.</summary>
internal sealed class MlflowFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<MlflowClient> _clients = [];

    public MlflowFixture(bool hasLoggedModels = true)
    {
        Server = new FakeMlflow(hasLoggedModels);
        Client = NewClient();
    }

    public FakeMlflow Server { get; }

    public MlflowClient Client { get; }

    public IModelRegistry Registry => Client.Registry;

    public string CachePath => Path.Combine(_folder.Path, "cache");

    public string NewFolder(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Another client of the same server and the same cache, as of another process.</summary>
    public MlflowClient NewClient(Action<MlflowOptions>? configure = null, ILoggerFactory? logs = null, TimeProvider? timeProvider = null)
    {
        MlflowOptions options = new()
        {
            TrackingUri = new Uri("http://localhost"),
            CachePath = CachePath,
            RetryDelay = TimeSpan.Zero,
            PollInterval = TimeSpan.FromMilliseconds(10),
        };
        configure?.Invoke(options);
        MlflowClient client = new(options, timeProvider, logs, Server);
        _clients.Add(client);
        return client;
    }

    public void Dispose()
    {
        foreach (MlflowClient client in _clients) { client.Dispose(); }
        Server.Dispose();
        _folder.Dispose();
    }
}
