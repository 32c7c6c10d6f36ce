using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>One hosted model: brings what it serves to where its source says, one update at a time, and keeps what it has when that fails.</summary>
internal sealed class HostedModel(string name, bool isRequired, string? runtime, IModelSource source, ModelLoader loader, ServingOptions options, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);
    private readonly string _default = source.Aliases.Count > 0 ? source.Aliases[0] : string.Empty;
    private readonly SemaphoreSlim _updating = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new(); // guards what follows
    private readonly Dictionary<string, ModelGeneration> _serving = [];
    private readonly Dictionary<string, long> _revisions = [];
    private readonly Dictionary<string, HostedModelStatus> _attempts = [];
    private readonly Dictionary<ModelGeneration, Task> _draining = [];
    private TaskCompletionSource _news = NewSignal();
    private bool _stopped;
    private volatile ModelRoutes _routes = new(source.Aliases, new Dictionary<string, ModelGeneration>(), null);

    public string Name => name;

    public bool IsReady => _routes.Default is not null;

    public bool IsRequired => isRequired;

    public ModelRoutes Routes => _routes;

    /// <summary>Begins to follow the source in the background, until <see cref="StopAsync"/>.</summary>
    public void Follow() => _ = FollowAsync(_stopping.Token);

    /// <summary>Follows up an event of the registry, unless it is older than what is served.</summary>
    public void Notify(RegistryEvent news)
    {
        if (news.Alias is not { } alias || !source.Aliases.Contains(alias)) { return; }
        lock (_lock)
        {
            if (news.Revision is { } revision && revision <= _revisions.GetValueOrDefault(alias)) { return; }
            _news.TrySetResult();
        }
    }

    /// <summary>Brings what is served to where the source says it should be now.</summary>
    /// <exception cref="ModelLoadException">Something cannot be loaded; the rest is done, and what was served in its place stays.</exception>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await _updating.WaitAsync(linked.Token).ConfigureAwait(false);
        try
        {
            IReadOnlyList<ModelTarget> targets = await ReadAsync(linked.Token).ConfigureAwait(false);
            ModelLoadException? failure = null;
            foreach (ModelTarget target in targets)
            {
                failure = await TryApplyAsync(target, linked.Token).ConfigureAwait(false) ?? failure;
            }

            DropMissing(targets);
            if (failure is not null) { ExceptionDispatchInfo.Throw(failure); }
        }
        finally
        {
            _updating.Release();
        }
    }

    /// <summary>Refuses new calls and unloads everything once the running calls have ended.</summary>
    public async Task StopAsync()
    {
        Task[] draining;
        lock (_lock)
        {
            if (!_stopped)
            {
                _stopped = true;
                _serving.Clear();
                Publish();
            }

            draining = [.. _draining.Values];
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(draining).ConfigureAwait(false);
    }

    /// <summary>Why a reference that is not served is not, for people.</summary>
    public string ExplainNotReady(ModelReference reference)
    {
        lock (_lock)
        {
            return _stopped ? "it is being unloaded"
                : _attempts.GetValueOrDefault(reference.Alias ?? _default)?.Reason is { Length: > 0 } reason ? reason
                : reference.Alias is { } alias && IsReady && !_attempts.ContainsKey(alias) ? $"the registry has no alias '{alias}' of it, or it was set just now"
                : "it is loading";
        }
    }

    public IReadOnlyList<HostedModelStatus> GetStatuses()
    {
        lock (_lock)
        {
            List<HostedModelStatus> statuses =
            [
                .. _routes.Generations.Select(g => Status(g.Version, ModelState.Ready) with { Aliases = [.. _routes.AliasesOf(g)] }),
                .. _attempts.Values.DistinctBy(static a => a.Version),
                .. _draining.Keys.Select(g => Status(g.Version, ModelState.Unloading)),
            ];
            if (statuses.Count == 0) { statuses.Add(Status(null, ModelState.Unknown)); }
            return statuses;
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        TimeSpan retryDelay = options.RetryDelay;
        while (!stopping.IsCancellationRequested)
        {
            TaskCompletionSource news = NewSignal();
            lock (_lock) { _news = news; }
            bool updated = await TryUpdateAsync(retryDelay, stopping).ConfigureAwait(false);
            TimeSpan wait = updated ? Timeout.InfiniteTimeSpan : retryDelay;
            retryDelay = updated ? options.RetryDelay : NextDelay(retryDelay);
            await news.Task.WaitAsync(wait, timeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A version that cannot be loaded is seldom mended by waiting: it is tried ever more rarely, down to once a minute.</summary>
    internal static TimeSpan NextDelay(TimeSpan delay) => delay >= LongestRetryDelay ? delay : TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestRetryDelay.Ticks));

    private async Task<bool> TryUpdateAsync(TimeSpan retryDelay, CancellationToken stopping)
    {
        try
        {
            await UpdateAsync(stopping).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e)
        {
            logger.ModelUpdateFailed(name, retryDelay, e);
            return false;
        }
    }

    private async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ModelTarget> targets = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
            bool hasDefault = source.Aliases.Count == 0 || targets.Any(t => t.Alias == _default) || IsReady;
            return hasDefault ? targets : throw new ModelLoadException(
                name, $"the registry has no alias '{_default}' of it. Move the alias to a version, or set the aliases to follow to ones that exist.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ModelLoadException failure = e as ModelLoadException
                ?? new ModelLoadException(name, e is ModelOpsException ? e.Message : "the registry cannot be read; the inner exception says why.", e);
            lock (_lock)
            {
                if (!IsReady) { _attempts[_default] = Status(null, ModelState.Unavailable) with { Reason = failure.Message }; }
            }

            throw failure;
        }
    }

    private async Task<ModelLoadException?> TryApplyAsync(ModelTarget target, CancellationToken cancellationToken)
    {
        string alias = target.Alias ?? string.Empty;
        ModelGeneration? generation;
        lock (_lock)
        {
            if (target.Revision < _revisions.GetValueOrDefault(alias)) { return null; } // older than what is served
            generation = _serving.Values.FirstOrDefault(g => g.Version == target.Version && g.Package.Number == target.Number);
            if (generation is null) { _attempts[alias] = Status(target.Version, ModelState.Loading); }
        }

        try
        {
            generation ??= await loader.LoadAsync(name, target.Version, runtime, target.FetchAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelLoadException e)
        {
            lock (_lock) { _attempts[alias] = Status(target.Version, ModelState.Unavailable) with { Reason = e.Message }; }
            return e;
        }
        catch
        {
            lock (_lock) { _attempts.Remove(alias); }
            throw;
        }

        Serve(alias, target.Revision, generation);
        return null;
    }

    private void Serve(string alias, long revision, ModelGeneration generation)
    {
        lock (_lock)
        {
            _attempts.Remove(alias);
            if (_stopped)
            {
                Retire(generation);
                return;
            }

            bool changed = !_serving.TryGetValue(alias, out ModelGeneration? before) || !ReferenceEquals(before, generation);
            _revisions[alias] = revision;
            _serving[alias] = generation;
            if (!changed) { return; }
            Publish();
        }

        logger.ModelServed(alias.Length > 0 ? $"{name}@{alias}" : name, generation.Version);
    }

    private void DropMissing(IReadOnlyList<ModelTarget> targets)
    {
        lock (_lock)
        {
            string[] missing = [.. _serving.Keys.Concat(_attempts.Keys).Distinct().Where(alias => targets.All(t => (t.Alias ?? string.Empty) != alias))];
            foreach (string alias in missing)
            {
                _attempts.Remove(alias);
                if (alias != _default)
                {
                    _serving.Remove(alias);
                }
                else if (_serving.TryGetValue(alias, out ModelGeneration? kept))
                {
                    logger.DefaultAliasMissing(name, alias, kept.Version);
                }
            }

            if (missing.Length > 0) { Publish(); }
        }
    }

    // Publishes first and retires then, so that a call that fails to lease finds newer routes.
    private void Publish()
    {
        IReadOnlyList<ModelGeneration> before = _routes.Generations;
        Dictionary<string, ModelGeneration> byAlias = _serving.Where(static pair => pair.Key.Length > 0).ToDictionary();
        _routes = new ModelRoutes(source.Aliases, byAlias, _serving.GetValueOrDefault(_default));
        foreach (ModelGeneration generation in before.Except(_routes.Generations)) { Retire(generation); }
    }

    private void Retire(ModelGeneration generation)
    {
        Task drain = DrainAsync(generation);
        if (!drain.IsCompleted) { _draining[generation] = drain; }
    }

    private async Task DrainAsync(ModelGeneration generation)
    {
        await generation.DrainAsync(options.DrainTimeout, timeProvider, () => logger.DrainTimedOut(name, generation.Version, options.DrainTimeout)).ConfigureAwait(false);
        logger.ModelUnloaded(name, generation.Version);
        lock (_lock) { _draining.Remove(generation); }
    }

    private HostedModelStatus Status(string? version, ModelState state) => new() { Name = name, Version = version, State = state, IsRequired = isRequired };

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
