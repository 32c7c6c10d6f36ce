namespace ModelOps.Serving;

/// <content>Loading what a call asks for.</content>
internal sealed partial class HostedModel
{
    private readonly Dictionary<string, ModelDemand> _demands = []; // guarded by _lock
    private readonly Dictionary<string, ModelDemandFailure> _failures = []; // guarded by _lock
    private TimeSpan? _lastLoad; // guarded by _lock

    /// <summary>Whether a call that finds nothing may have it loaded.</summary>
    public bool IsLazy => settings.IsLazy;

    /// <summary>Has what a reference means loaded, once for all who ask, and waits for it.</summary>
    /// <param name="reference">What a call named.</param>
    /// <param name="deadline">When the call gives up.</param>
    /// <param name="cancellationToken">Ends the waiting; the load goes on for others.</param>
    /// <exception cref="ModelNotReadyException">It cannot be loaded, or not in the time left; it says when to try again.</exception>
    public async Task DemandAsync(ModelReference reference, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        string key = KeyOf(reference);
        DateTimeOffset now = timeProvider.GetUtcNow();
        ModelDemand? demand;
        TimeSpan? known;
        lock (_lock)
        {
            if (_stopped) { throw new ModelNotReadyException(reference.ToString(), "it is being unloaded"); }
            if (_failures.TryGetValue(key, out ModelDemandFailure? failure) && now < failure.Until)
            {
                throw new ModelNotReadyException(reference.ToString(), failure.Reason, failure.Until - now);
            }

            if (!_demands.TryGetValue(key, out demand))
            {
                demand = _demands[key] = new ModelDemand(timeProvider.GetTimestamp());
                _ = Task.Run(() => MeetAsync(key, reference, demand), CancellationToken.None);
            }

            known = _lastLoad;
        }

        TimeSpan wait = deadline is { } end && end - now < options.LoadWait ? end - now : options.LoadWait;
        if (known is { } last && Remaining(last, demand) is { } rest && rest > wait) { throw new ModelNotReadyException(reference.ToString(), "it is loading, which takes longer than the call has time", rest); }
        try
        {
            await demand.Completion.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ModelNotReadyException(reference.ToString(), "it is loading", Remaining(known ?? loader.ExpectedTime, demand));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The model was removed or replaced meanwhile: the caller looks for what is there now.
        }
        catch (ModelLoadException e)
        {
            throw new ModelNotReadyException(reference.ToString(), e.Message, (e.InnerException as ServerOverloadedException)?.RetryAfter ?? options.RetryDelay);
        }
    }

    /// <summary>What the source is known not to have needs no load.</summary>
    /// <exception cref="ModelVersionNotFoundException">The source has no such version or alias.</exception>
    public void EnsureKnown(ModelReference reference)
    {
        lock (_lock)
        {
            if (_targets is { } targets && Find(targets, reference) is null)
            {
                throw new ModelVersionNotFoundException(reference, [.. targets.Select(static t => t.Version).Distinct(), .. targets.Select(static t => t.Alias).OfType<string>()]);
            }
        }
    }

    /// <summary>Whether the source has it, or was not asked yet.</summary>
    public bool IsKnown(ModelReference reference)
    {
        lock (_lock) { return _targets is not { } targets || Find(targets, reference) is not null; }
    }

    private static ModelTarget? Find(IReadOnlyList<ModelTarget> targets, ModelReference reference) =>
        reference.Version is { } version ? targets.FirstOrDefault(t => t.IsMeantBy(version))
        : reference.Alias is { } alias ? targets.FirstOrDefault(t => t.Alias == alias)
        : targets.FirstOrDefault();

    /// <summary>As far as past loads tell; never nothing, since what takes longer than it used to is not done yet.</summary>
    private TimeSpan Remaining(TimeSpan expected, ModelDemand demand)
    {
        TimeSpan rest = expected - timeProvider.GetElapsedTime(demand.Since);
        return rest > TimeSpan.FromMilliseconds(100) ? rest : TimeSpan.FromMilliseconds(100);
    }

    private async Task MeetAsync(string key, ModelReference reference, ModelDemand demand)
    {
        try
        {
            await LoadDemandedAsync(reference).ConfigureAwait(false);
            lock (_lock)
            {
                _lastLoad = timeProvider.GetElapsedTime(demand.Since);
                _failures.Remove(key);
                _demands.Remove(key);
            }

            demand.Completion.SetResult();
            Follow();
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                TimeSpan delay = _failures.TryGetValue(key, out ModelDemandFailure? before) ? NextDelay(before.Delay) : options.RetryDelay;
                if (e is ModelLoadException { InnerException: not ServerOverloadedException }) { _failures[key] = new ModelDemandFailure(e.Message, delay, timeProvider.GetUtcNow() + delay); }
                _demands.Remove(key);
            }

            demand.Completion.SetException(e is ModelLoadException or OperationCanceledException ? e : new ModelLoadException(Name, "an unexpected error; the inner exception says more.", e));
            _ = demand.Completion.Task.Exception; // nobody may be waiting any more
        }
    }

    private async Task LoadDemandedAsync(ModelReference reference)
    {
        await _updating.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            IReadOnlyList<ModelTarget> targets = _targets ?? await ReadAsync(_stopping.Token).ConfigureAwait(false);
            if (Find(targets, reference) is not { } target) { return; } // the caller finds that there is none
            if (await TryApplyAsync(target, _stopping.Token).ConfigureAwait(false) is { } failure) { throw failure; }
        }
        finally
        {
            _updating.Release();
        }
    }
}
