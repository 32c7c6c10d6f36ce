using Microsoft.Extensions.Logging;
using ModelOps.Registry.PostgreSql.Diagnostics;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>Hears that the log has grown, over a connection of its own that is opened again whenever it breaks. It only wakes: who is woken reads
/// the log by sequence, and looks from time to time also unwoken.</summary>
internal sealed class PostgresListener : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly string _channel;
    private readonly Action _wake;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _listening;

    public PostgresListener(NpgsqlDataSource source, string channel, Action wake, TimeProvider timeProvider, ILogger logger)
    {
        _source = source;
        _channel = channel;
        _wake = wake;
        _timeProvider = timeProvider;
        _logger = logger;
        _listening = new Lazy<Task>(() => Task.Run(ListenAsync));
    }

    /// <summary>Begins to listen; more calls do nothing.</summary>
    public void Start() => _ = _listening.Value;

    public void Dispose() => _stopping.Cancel(); // not disposed: what still listens looks at it

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_listening.IsValueCreated) { await _listening.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
    }

    private async Task ListenAsync()
    {
        CancellationToken stopping = _stopping.Token;
        TimeSpan delay = FirstDelay;
        bool isLost = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                NpgsqlConnection connection = await _source.OpenConnectionAsync(stopping).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connection.Notification += (_, _) => _wake();
                    await ListenOnAsync(connection, stopping).ConfigureAwait(false);
                    if (isLost) { _logger.ListenerFound(); }
                    (isLost, delay) = (false, FirstDelay);
                    _wake(); // of what happened while nobody listened
                    while (true) { await connection.WaitAsync(stopping).ConfigureAwait(false); }
                }
            }
            catch (Exception error) when (PostgresErrors.IsStorage(error))
            {
                if (!isLost) { _logger.ListenerLost((error as PostgresException)?.SqlState ?? error.GetType().Name); }
                isLost = true;
            }

            await Task.Delay(delay, _timeProvider, stopping).ConfigureAwait(false);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task ListenOnAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
#pragma warning disable CA2100 // made of a constant and the options' schema, a plain name
        NpgsqlCommand command = new($"LISTEN {_channel}", connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false)) { await command.ExecuteNonQueryAsync(stopping).ConfigureAwait(false); }
    }
}
