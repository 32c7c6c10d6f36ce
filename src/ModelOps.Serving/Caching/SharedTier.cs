using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Caching;

/// <summary>The answers that hosts share. Waits little, is left alone while it fails, and never fails a call.</summary>
internal sealed class SharedTier : IAsyncDisposable, IDisposable
{
    private const int MostWaiting = 1024; // then answers are not shared, rather than kept in memory or waited for
    private const int SecondsBetweenReports = 60;
    private readonly SharedCacheOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly IDistributedCache? _store;
    private readonly CacheMetrics _metrics;
    private readonly ILogger _logger;
    private readonly byte[] _key;
    private readonly Circuit _circuit;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<(string Key, byte[] Digest, CachedAnswer Answer, TimeSpan TimeToLive)> _writes =
        Channel.CreateBounded<(string, byte[], CachedAnswer, TimeSpan)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private Task? _writing;
    private long _nextReport = long.MinValue;

    public SharedTier(IOptions<ResponseCacheOptions> options, IServiceProvider services, CacheMetrics metrics, TimeProvider timeProvider, ILogger<SharedTier>? logger = null)
    {
        _options = options.Value.Shared;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _key = SHA256.HashData(Encoding.UTF8.GetBytes($"ModelOps response cache {_options.Secret}"));
        _circuit = new Circuit(_options.BreakAfter, _options.BreakDuration, timeProvider);
        if (!_options.IsEnabled) { return; }
        _store = (services as IKeyedServiceProvider)?.GetKeyedService<IDistributedCache>(ModelOpsServiceKeys.ResponseCache) ?? services.GetService<IDistributedCache>();
        if (_store is null) { _logger.SharedCacheMissing(); }
    }

    /// <summary>Whether to ask: there is a store, and it is not left alone now.</summary>
    public bool IsTried => _store is not null && _circuit.IsReady;

    /// <summary>Digest of a question and of what answers it, with the hosts' secret.</summary>
    public byte[] DigestOf(byte[] identity, ReadOnlySpan<byte> question)
    {
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, identity, key);
        HMACSHA256.HashData(key, question, digest);
        return digest;
    }

    /// <summary>Finds an answer. Whatever goes wrong with the store is a miss.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async ValueTask<CachedAnswer?> FindAsync(byte[] digest, ModelGeneration generation, CancellationToken cancellationToken)
    {
        if (_store is null || !_circuit.TryEnter()) { return null; }
        long start = _timeProvider.GetTimestamp();
        byte[]? value;
        try
        {
            value = await ReadAsync(KeyOf(digest)).WaitAsync(_options.Timeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            Succeeded();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Failed("read", e);
            return null;
        }
        finally
        {
            _metrics.SharedRead(_timeProvider.GetElapsedTime(start));
        }

        if (value is null) { return null; }
        CachedAnswer? answer = CachedAnswerCodec.TryDecode(value, digest, _key);
        if (answer is not null && answer.Model == generation.Model && answer.Version == generation.Version) { return answer; }
        _metrics.SharedFailed("damaged");
        ReportDamage(generation.Model);
        return null;
    }

    /// <summary>Shares an answer, later; not at all when many wait already or the store fails.</summary>
    public void Add(byte[] digest, CachedAnswer answer, TimeSpan timeToLive)
    {
        if (_store is null || _circuit.IsOpen) { return; }
        if (!_writes.Writer.TryWrite((KeyOf(digest), digest, answer, timeToLive))) { _metrics.SharedFailed("full"); }
        if (Volatile.Read(ref _writing) is null) { StartWriting(); }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_writing is { } writing) { await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
    }

    public void Dispose()
    {
        _writes.Writer.TryComplete();
        _stopping.Cancel();
    }

    private void StartWriting()
    {
        lock (_writes)
        {
            if (_writing is not null) { return; }
            using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
            _writing = Task.Run(WriteAllAsync);
        }
    }

    private async Task WriteAllAsync()
    {
        await foreach ((string key, byte[] digest, CachedAnswer answer, TimeSpan timeToLive) in _writes.Reader.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
        {
            if (!_circuit.TryEnter()) { continue; }
            try
            {
                byte[] value = CachedAnswerCodec.Encode(answer, digest, _key);
                DistributedCacheEntryOptions entry = new() { AbsoluteExpirationRelativeToNow = timeToLive };
                await _store!.SetAsync(key, value, entry, _stopping.Token).WaitAsync(_options.Timeout * 10, _timeProvider, _stopping.Token).ConfigureAwait(false);
                Succeeded();
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                Failed("write", e);
            }
        }
    }

    private async Task<byte[]?> ReadAsync(string key)
    {
        if (_store is not IBufferDistributedCache buffered) { return await _store!.GetAsync(key, _stopping.Token).ConfigureAwait(false); }
        ArrayBufferWriter<byte> value = new();
        return await buffered.TryGetAsync(key, value, _stopping.Token).ConfigureAwait(false) ? value.WrittenSpan.ToArray() : null;
    }

    private void Succeeded()
    {
        if (_circuit.Succeeded()) { _logger.SharedCacheBack(); }
    }

    private void Failed(string what, Exception error)
    {
        _metrics.SharedFailed(what);
        if (_circuit.Failed()) { _logger.SharedCacheFails(_options.BreakDuration, error.GetType().Name); }
    }

    // Who can write to the store must not be able to fill the log.
    private void ReportDamage(string model)
    {
        long now = _timeProvider.GetTimestamp();
        long next = Volatile.Read(ref _nextReport);
        if (now < next || Interlocked.CompareExchange(ref _nextReport, now + (_timeProvider.TimestampFrequency * SecondsBetweenReports), next) != next) { return; }
        _logger.SharedAnswerDamaged(model);
    }

    private static string KeyOf(byte[] digest) => Convert.ToHexStringLower(digest);
}
