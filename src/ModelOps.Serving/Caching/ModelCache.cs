using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Caching;

/// <summary>The cache of one model: a scope for each generation that answers.</summary>
internal sealed class ModelCache(string name, ModelCacheOptions own, ResponseCacheOptions options, MemoryTier memory, ModelHost host, TimeProvider timeProvider, ILogger logger)
{
    private readonly bool _isShared = options.Shared.IsEnabled && own.IsShared;
    private readonly TimeSpan _timeToLive = own.TimeToLive ?? options.TimeToLive;
    private readonly Lock _lock = new(); // guards the writing of _scopes
    private volatile CacheScope[] _scopes = []; // replaced as a whole, never changed

    public IList<string> Parameters { get; } = [.. own.Parameters];

    /// <summary>The scope of a generation; null while it is not known whether its answers may be kept, and when they may not.</summary>
    public CacheScope? Find(ModelGeneration generation)
    {
        foreach (CacheScope scope in _scopes)
        {
            if (ReferenceEquals(scope.Generation, generation)) { return scope.IsUsable ? scope : null; }
        }

        Open(generation);
        return null;
    }

    /// <summary>How long an answer may be given: shorter by a share that the question decides, so that no two hosts or runs need the same random numbers.</summary>
    public TimeSpan TimeToLive(UInt128 hash) => _timeToLive * (1 - (options.Jitter * ((uint)hash / (double)uint.MaxValue)));

    private void Open(ModelGeneration generation)
    {
        lock (_lock)
        {
            if (_scopes.Any(s => ReferenceEquals(s.Generation, generation))) { return; }
            IReadOnlyList<ModelGeneration> alive = host.GenerationsOf(name);
            CacheScope[] retired = [.. _scopes.Where(s => !alive.Contains(s.Generation))];
            CacheScope opened = new(generation, new CacheBalance(options.TrialCalls, options.TrialPause, timeProvider), logger);
            _scopes = [.. _scopes.Except(retired), opened];
            foreach (CacheScope scope in retired) { memory.Drop(scope.Id); }
            using AsyncFlowControl flow = ExecutionContext.SuppressFlow(); // it outlives the call
            _ = Task.Run(() => opened.ExamineAsync(_isShared));
        }
    }
}
