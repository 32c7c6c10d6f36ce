using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Diagnostics;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Hands the queued calls to the sinks, and what is left when the host stops.</summary>
internal sealed class PayloadLogService : BackgroundService
{
    private const int MostAtOnce = 64;
    private readonly PayloadQueue _queue;
    private readonly PayloadEvents _events;
    private readonly PayloadMetrics _metrics;
    private readonly ILogger _logger;
    private readonly FilePayloadSink? _file;
    private readonly HttpPayloadSink? _http;
    private readonly IPayloadSink[] _sinks;
    private readonly List<PayloadRecord> _batch = new(MostAtOnce);
    private readonly CancellationTokenSource _abort = new(); // a batch under way when the host stops is written, until the host will wait no longer

    /// <param name="queue">Calls to log.</param>
    /// <param name="events">Makes events of them.</param>
    /// <param name="sinks">Sinks of the host, beside those that the settings ask for.</param>
    /// <param name="options">Settings.</param>
    /// <param name="metrics">Counts what becomes of them.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="logger">Told of sinks that fail.</param>
    public PayloadLogService(
        PayloadQueue queue, PayloadEvents events, IEnumerable<IPayloadSink> sinks, IOptions<PayloadLogOptions> options, PayloadMetrics metrics, TimeProvider timeProvider, ILogger<PayloadLogService> logger)
    {
        _queue = queue;
        _events = events;
        _metrics = metrics;
        _logger = logger;
        _file = options.Value.Directory is null ? null : new FilePayloadSink(options, timeProvider);
        _http = options.Value.Url is null ? null : new HttpPayloadSink(options, timeProvider);
        _sinks = [.. new IPayloadSink?[] { _file, _http }.OfType<IPayloadSink>(), .. sinks];
    }

    public override void Dispose()
    {
        base.Dispose();
        _file?.Dispose();
        _http?.Dispose();
        _abort.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        while (!cancellationToken.IsCancellationRequested && TakeBatch()) { await WriteAsync(cancellationToken).ConfigureAwait(false); }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _queue.WaitAsync(stoppingToken).ConfigureAwait(false))
            {
                if (TakeBatch()) { await WriteAsync(_abort.Token).ConfigureAwait(false); }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written by StopAsync.
        }
    }

    private bool TakeBatch()
    {
        while (_batch.Count < MostAtOnce && _queue.TryTake(out PayloadRecord? record)) { _batch.Add(record); }
        return _batch.Count > 0;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            List<PayloadEvent> created = _events.Create(_batch);
            foreach (IPayloadSink sink in _sinks) { await WriteAsync(sink, created, cancellationToken).ConfigureAwait(false); }
        }
        finally
        {
            foreach (PayloadRecord record in _batch) { _queue.Return(record); }
            _batch.Clear();
        }
    }

    private async Task WriteAsync(IPayloadSink sink, List<PayloadEvent> created, CancellationToken cancellationToken)
    {
        try
        {
            await sink.WriteAsync(created, cancellationToken).ConfigureAwait(false);
            _metrics.Written(sink, created.Count / 2);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _metrics.Lost(sink, created.Count / 2);
            _logger.PayloadSinkFailed(sink.GetType().Name, created.Count / 2, e);
        }
    }
}
