using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Caching;

/// <summary>The caches of all models that have one, and what they share.</summary>
internal sealed class ResponseCache(
    IOptions<ResponseCacheOptions> options, MemoryTier memory, SharedTier shared, CacheMetrics metrics, ModelHost host, TimeProvider timeProvider, ILogger<ResponseCache>? logger = null)
{
    private readonly FrozenDictionary<string, ModelCache> _models = options.Value.Models.Where(static m => m.Value.IsEnabled).ToFrozenDictionary(
        static m => m.Key,
        m => new ModelCache(m.Key, m.Value, options.Value, memory, host, timeProvider, (ILogger?)logger ?? NullLogger.Instance),
        StringComparer.Ordinal);

    public bool IsConfigured => _models.Count > 0;

    public MemoryTier Memory => memory;

    public SharedTier Shared => shared;

    public CacheMetrics Metrics => metrics;

    public ILogger Logger { get; } = (ILogger?)logger ?? NullLogger.Instance;

    /// <summary>Questions that are being answered now.</summary>
    public ConcurrentDictionary<UInt128, Flight> Flights { get; } = new();

    public ModelCache? Find(string model) => _models.GetValueOrDefault(model);
}
