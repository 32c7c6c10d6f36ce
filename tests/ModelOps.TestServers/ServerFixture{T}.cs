using System.Runtime.ExceptionServices;

namespace ModelOps.TestServers;

/// <summary>One server for many tests. Where it is not installed, each test that asks for it is skipped and says what to install.</summary>
public abstract class ServerFixture<T> : IAsyncLifetime
    where T : ServerProcess
{
    private const string Skip = "$XunitDynamicSkip$";
    private T? _server;
    private Exception? _missing;

    public T Server
    {
        get
        {
            if (_missing is not null) { ExceptionDispatchInfo.Throw(_missing); }
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await StartAsync();
        }
        catch (Exception error) when (error.Message.StartsWith(Skip, StringComparison.Ordinal))
        {
            _missing = error; // a fixture cannot skip: what it throws fails its tests
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        GC.SuppressFinalize(this);
    }

    protected abstract Task<T> StartAsync();
}
