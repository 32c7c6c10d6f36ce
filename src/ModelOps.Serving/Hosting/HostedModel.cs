using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>One hosted model: brings what it serves to where its source says, one update at a time, and keeps what it has when that fails.</summary>
internal sealed partial class HostedModel(
    HostedModelOptions settings, IModelSource source, ModelLoader loader, ModelResidency residency, ServingOptions options, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);
    private readonly string _default = source.Aliases.Count > 0 ? source.Aliases[0] : string.Empty;
    private readonly SemaphoreSlim _updating = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new(); // guards what follows
    private readonly Dictionary<string, ModelGeneration> _serving = []; // by key of a target
    private readonly Dictionary<string, ModelTarget> _served = []; // what is or was last served by that key
    private readonly Dictionary<string, long> _revisions = [];
    private readonly Dictionary<string, HostedModelStatus> _attempts = [];
    private readonly Dictionary<ModelGeneration, Task> _draining = [];
    private IReadOnlyList<ModelTarget>? _targets; // as the source said last; null while it was not asked
    private TaskCompletionSource _news = NewSignal();
    private readonly TaskCompletionSource _tried = NewSignal();
    private bool _following;
    private bool _stopped;
    private volatile ModelRoutes _routes = new(source.Aliases, new Dictionary<string, ModelGeneration>(), [], null);

    public string Name => settings.Name;

    public HostedModelOptions Settings => settings;

    /// <summary>Ends when loading was tried once, with success or not, or was not to be tried.</summary>
    public Task Tried => settings.IsLazy ? Task.CompletedTask : _tried.Task;

    /// <summary>Whether it answers, if need be after a load.</summary>
    public bool IsReady => _routes.Default is not null || settings.IsLazy;

    public bool IsRequired => settings.IsRequired && !settings.IsLazy;

    public ModelRoutes Routes => _routes;

    /// <summary>Begins to follow the source in the background, until <see cref="StopAsync"/>. A lazy model does so from its first call on.</summary>
    public void Follow()
    {
        lock (_lock)
        {
            if (_following || (settings.IsLazy && _targets is null)) { return; }
            _following = true;
        }

        _ = FollowAsync(_stopping.Token);
    }

    /// <summary>Follows up an event of the registry, unless it is older than what is served.</summary>
    public void Notify(RegistryEvent news)
    {
        if (!source.Concerns(news)) { return; }
        lock (_lock)
        {
            if (news.Alias is { } alias && news.Revision is { } revision && revision <= _revisions.GetValueOrDefault(alias)) { return; }
            _news.TrySetResult();
        }
    }

    /// <summary>Brings what is served to where the source says it should be now. Of a lazy model that is what was loaded before.</summary>
    /// <exception cref="ModelLoadException">Something cannot be loaded; the rest is done, and what was served in its place stays.</exception>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await _updating.WaitAsync(linked.Token).ConfigureAwait(false);
        try
        {
            IReadOnlyList<ModelTarget> targets = await ReadAsync(linked.Token).ConfigureAwait(false);
            ModelLoadException? failure = null;
            foreach (ModelTarget target in targets.Where(IsWanted).ToArray())
            {
                failure = await TryApplyAsync(target, linked.Token).ConfigureAwait(false) ?? failure;
            }

            DropMissing(targets, failure is not null);
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

    private async Task FollowAsync(CancellationToken stopping)
    {
        TimeSpan retryDelay = options.RetryDelay;
        bool isFresh = _targets is not null && source.NextRead != Timeout.InfiniteTimeSpan; // just read, and no news is missed
        while (!stopping.IsCancellationRequested)
        {
            TaskCompletionSource news = NewSignal();
            lock (_lock) { _news = news; }
            bool updated = isFresh || await TryUpdateAsync(retryDelay, stopping).ConfigureAwait(false);
            isFresh = false;
            _tried.TrySetResult();
            TimeSpan wait = updated ? source.NextRead : retryDelay;
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
            logger.ModelUpdateFailed(Name, retryDelay, e);
            return false;
        }
    }

    private async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ModelTarget> targets = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
            bool hasDefault = IsReady || (source.Aliases.Count == 0 ? targets.Count > 0 : targets.Any(t => t.Alias == _default));
            if (!hasDefault) { throw new ModelLoadException(Name, WhyNoDefault()); }
            lock (_lock) { _targets = targets; }
            return targets;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ModelLoadException failure = e as ModelLoadException
                ?? new ModelLoadException(Name, e is ModelOpsException ? e.Message : "its source cannot be read; the inner exception says why.", e);
            lock (_lock)
            {
                if (_routes.Default is null) { _attempts[_default] = Status(null, ModelState.Unavailable) with { Reason = failure.Message }; }
            }

            throw failure;
        }
    }

    private string WhyNoDefault() => source.Aliases.Count > 0
        ? $"the registry has no alias '{_default}' of it. Move the alias to a version, or set the aliases to follow to ones that exist."
        : $"its source has no version that the policy '{settings.VersionPolicy}' takes. Add one, or change the policy.";

    private bool IsWanted(ModelTarget target)
    {
        lock (_lock) { return !settings.IsLazy || _serving.ContainsKey(target.Key) || _serving.Values.Any(target.IsServedBy); }
    }

    private async Task<ModelLoadException?> TryApplyAsync(ModelTarget target, CancellationToken cancellationToken)
    {
        ModelGeneration? generation;
        lock (_lock)
        {
            if (target.Revision < _revisions.GetValueOrDefault(target.Key)) { return null; } // older than what is served
            generation = _serving.Values.FirstOrDefault(target.IsServedBy);
            if (generation is null) { _attempts[target.Key] = Status(target.Version, ModelState.Loading); }
        }

        try
        {
            generation ??= await loader.LoadAsync(this, target, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelLoadException e)
        {
            lock (_lock) { _attempts[target.Key] = Status(target.Version, ModelState.Unavailable) with { Reason = e.Message }; }
            await RestoreAsync(cancellationToken).ConfigureAwait(false);
            return e;
        }
        catch
        {
            lock (_lock) { _attempts.Remove(target.Key); }
            throw;
        }

        Serve(target, generation);
        return null;
    }

    private HostedModelStatus Status(string? version, ModelState state) =>
        new() { Name = Name, Version = version, State = state, IsRequired = IsRequired, IsLazy = settings.IsLazy };

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
